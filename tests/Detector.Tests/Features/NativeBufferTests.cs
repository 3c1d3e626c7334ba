using StayPositive.Detector.Features;

namespace StayPositive.Detector.Tests.Features;

public sealed class NativeBufferTests
{
    [Fact]
    public void It_is_zero_at_first_holds_what_is_written_and_is_gone_after_its_disposal()
    {
        var buffer = new NativeBuffer<float>(100_000);
        Assert.True(buffer.Span.IndexOfAnyExcept(0f) < 0);
        buffer.Span[^1] = 7;
        Assert.Equal(7, buffer.Span[99_999]);
        Assert.Equal(100_000, buffer.Span.Length);

        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void It_has_an_element(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer<byte>(length));
}
