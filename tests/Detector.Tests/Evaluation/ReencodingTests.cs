using CsCheck;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class ReencodingTests
{
    [Theory]
    [InlineData("none", "none")]
    [InlineData("jpeg:75", "jpeg:75")]
    [InlineData("webp:1", "webp:1")]
    [InlineData("resize:0.7", "resize:0.7")]
    [InlineData("resize:0.50:lanczos3", "resize:0.5")]
    [InlineData(" resize:2:Cubic + jpeg:90 ", "resize:2:cubic+jpeg:90")]
    [InlineData("none+jpeg:75+none", "jpeg:75")]
    public void A_chain_is_read_and_written(string text, string written)
    {
        Assert.Equal(written, Reencoding.Parse(text).ToString());
        Assert.Equal(written, Reencoding.Parse(written).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("jpeg")]
    [InlineData("jpeg:0")]
    [InlineData("jpeg:101")]
    [InlineData("jpeg:7.5")]
    [InlineData("resize:0")]
    [InlineData("resize:NaN")]
    [InlineData("resize:0.5:3")]
    [InlineData("resize:0.5:bilinearish")]
    [InlineData("jpeg:75++webp:75")]
    [InlineData("png:3")]
    public void Anything_else_is_refused_with_a_sentence(string text)
    {
        var fault = Assert.Throws<FormatException>(() => Reencoding.Parse(text));
        Assert.Contains("is not a re-encoding", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void None_gives_equal_pixels_in_other_memory()
    {
        using var image = Picture(20, 10);
        var same = Reencoding.None.Apply(image);
        Assert.True(Reencoding.None.IsNone);
        Assert.Equal(image.Pixels.ToArray(), same.Pixels.ToArray());
        same.Dispose();
        Assert.Equal(20, image.Row(0).Length / 3);
    }

    [Fact]
    public void Lossy_encodings_keep_the_size_repeat_exactly_and_lose_more_at_lower_quality()
    {
        using var image = Picture(61, 47);
        foreach (var codec in new[] { "jpeg", "webp" })
        {
            var (fine, coarse) = (Error(image, $"{codec}:95"), Error(image, $"{codec}:30"));
            Assert.True(fine > 0 && coarse > 1.5 * fine && coarse < 40, $"{codec}: {fine}, {coarse}");
            Assert.Equal(fine, Error(image, $"{codec}:95"));
        }
    }

    [Fact]
    public void Jpeg_subsamples_chroma_even_at_quality_100()
    {
        // Columns of red and blue: at 4:4:4 and quality 100 they would come back almost exactly.
        using var image = RgbImage.FromPixels(32, 32, Enumerable.Range(0, 32 * 32).SelectMany(i => i % 2 == 0 ? new byte[] { 255, 0, 0 } : [0, 0, 255]).ToArray());
        Assert.True(Error(image, "jpeg:100") > 30);
    }

    [Fact]
    public void Sizes_are_told_beforehand() =>
        Gen.Select(Gen.Int[8, 70], Gen.Int[8, 70], Gen.Double[0.2, 1.8], Gen.Enum<ResizeKernel>()).Sample((width, height, factor, kernel) =>
        {
            using var image = Picture(width, height);
            var chain = Reencoding.Resize(factor, kernel).Then(Reencoding.Jpeg(80));
            using var result = chain.Apply(image);
            Assert.Equal(chain.SizeAfter(width, height), (result.Width, result.Height));
            Assert.Equal(Math.Max(1, Math.Round(width * factor, MidpointRounding.AwayFromZero)), result.Width);
        }, iter: 60);

    [Fact]
    public void A_flat_picture_stays_flat_under_every_kernel()
    {
        using var image = RgbImage.FromPixels(30, 20, Enumerable.Repeat(new byte[] { 10, 120, 230 }, 600).SelectMany(pixel => pixel).ToArray());
        foreach (var kernel in Enum.GetValues<ResizeKernel>())
        {
            using var result = Reencoding.Resize(0.7, kernel).Apply(image);
            for (var i = 0; i < result.Width * result.Height; i++) Assert.Equal([10, 120, 230], result.Pixels.Slice(3 * i, 3).ToArray());
        }
    }

    [Fact]
    public void Steps_run_in_the_order_written()
    {
        using var image = Picture(40, 40);
        using var smallFirst = Reencoding.Parse("resize:0.5+jpeg:20").Apply(image);
        using var jpegFirst = Reencoding.Parse("jpeg:20+resize:0.5").Apply(image);
        Assert.NotEqual(smallFirst.Pixels.ToArray(), jpegFirst.Pixels.ToArray());
    }

    private static double Error(RgbImage image, string chain)
    {
        using var result = Reencoding.Parse(chain).Apply(image);
        Assert.Equal((image.Width, image.Height), (result.Width, result.Height));
        var sum = 0.0;
        for (var i = 0; i < image.Pixels.Length; i++) sum += Math.Abs(image.Pixels[i] - result.Pixels[i]);
        return sum / image.Pixels.Length;
    }

    /// <summary>Smooth colours with a texture in brightness only.</summary>
    private static RgbImage Picture(int width, int height)
    {
        var random = new Random(1);
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            var texture = random.Next(-12, 12);
            for (var band = 0; band < 3; band++)
                pixels[3 * i + band] = (byte)(128 + 60 * Math.Sin(i % width / 9.0 + band) + 40 * Math.Cos(i / width / 7.0) + texture);
        }

        return RgbImage.FromPixels(width, height, pixels);
    }
}
