using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests;

public sealed class ObjectKeyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData(".hidden")]
    [InlineData("a/b.")]
    [InlineData("C:\\windows")]
    [InlineData("a\0b")]
    [InlineData("a b")]
    [InlineData("é")]
    public void A_key_that_could_leave_the_root_is_refused(string text) => Assert.Throws<ArgumentException>(() => new ObjectKey(text));

    [Fact]
    public void A_key_holds_1024_characters_and_no_more()
    {
        Assert.Equal(1024, new ObjectKey(new string('a', 1024)).Value.Length);
        Assert.Throws<ArgumentException>(() => new ObjectKey(new string('a', 1025)));
    }
}
