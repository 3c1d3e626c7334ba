using CsCheck;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

public sealed class SegmentPathTests
{
    private static readonly Gen<string> Segments = Gen.String[Gen.Char["abAB09._~-"], 1, 400].Where(text => text[0] != '.' && text[^1] != '.');

    [Theory]
    [InlineData("a", false, "a")]
    [InlineData("a", true, "a=")]
    [InlineData("A.Json", false, "+a.+json")]
    [InlineData("progra~1", false, "progra+~1")]
    [InlineData("nul", false, "+-nul")]
    [InlineData("NUL", false, "+n+u+l")]
    [InlineData("com1.json", true, "+-com1.json=")]
    [InlineData("console", false, "console")]
    public void A_segment_is_written_so_that_no_file_system_folds_it(string segment, bool folder, string path) =>
        Assert.Equal(path, SegmentPath.Encode(segment, folder));

    [Fact]
    public void Every_segment_comes_back_from_its_path() => Gen.Select(Segments, Gen.Bool).Sample((segment, folder) =>
    {
        var path = SegmentPath.Encode(segment, folder);
        Assert.Equal(segment, SegmentPath.Decode(path, folder));
        Assert.Null(SegmentPath.Decode(path, !folder));
    });

    [Fact]
    public void Every_part_of_a_path_is_a_short_lower_case_name_that_is_no_device() => Gen.Select(Segments, Gen.Bool).Sample((segment, folder) =>
    {
        foreach (var part in SegmentPath.Encode(segment, folder).Split('/'))
        {
            Assert.InRange(part.Length, 1, 123);
            Assert.DoesNotContain(part, char.IsAsciiLetterUpper);
            Assert.NotEqual('.', part[^1]);
            Assert.False(DeviceNames.Contains(part));
        }
    });

    [Theory]
    [InlineData("Thumbs.db")]
    [InlineData(".hidden")]
    [InlineData("a+")]
    [InlineData("+1")]
    [InlineData("+-a")]
    [InlineData("nul")]
    [InlineData("a b")]
    [InlineData("a,")]
    [InlineData("")]
    public void A_file_that_no_key_is_written_as_stands_for_nothing(string path) => Assert.Null(SegmentPath.Decode(path, folder: false));
}
