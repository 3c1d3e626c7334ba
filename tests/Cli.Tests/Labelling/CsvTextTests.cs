using CsCheck;
using StayPositive.Cli.Labelling;

namespace StayPositive.Cli.Tests.Labelling;

public sealed class CsvTextTests
{
    private static readonly Gen<string> Field = Gen.OneOf(Gen.Char["ab,\"\n;é "].Array[0, 6].Select(chars => new string(chars)), Gen.Const(""), Gen.Const("plain"));

    [Fact]
    public void Whatever_is_quoted_comes_back_with_its_line() => Field.Array[1, 4].Where(fields => fields is not [""]).Array[0, 5].Sample(records =>
    {
        var text = string.Concat(records.Select(fields => string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
        var read = CsvText.Records(text).ToArray();
        Assert.Equal(records, read.Select(record => record.Fields));
        var line = 1;
        foreach (var (fields, record) in records.Zip(read))
        {
            Assert.Equal(line, record.Line);
            line += 1 + fields.Sum(field => field.Count(c => c == '\n'));
        }
    });

    [Theory]
    [InlineData("a,b\nc,d", "a|b/c|d")]
    [InlineData("a, b \r\n\r\n,\n", "a|b/|")]
    [InlineData("a,\n", "a|")]
    [InlineData("\"a\"\"b\",c", "a\"b|c")]
    public void Plain_fields_are_trimmed_and_empty_lines_passed_over(string text, string expected) =>
        Assert.Equal(expected, string.Join('/', CsvText.Records(text).Select(record => string.Join('|', record.Fields))));

    [Theory]
    [InlineData("a\n\"b,c", "Line 2")]
    [InlineData("a\nb\"c", "Line 2")]
    [InlineData("\"a\" b", "Line 1")]
    public void A_stray_quote_is_refused_with_its_line(string text, string line) =>
        Assert.StartsWith(line, Assert.Throws<FormatException>(() => CsvText.Records(text).ToArray()).Message, StringComparison.Ordinal);
}
