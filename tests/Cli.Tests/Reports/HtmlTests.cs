using AngleSharp.Html.Parser;
using CsCheck;
using StayPositive.Cli.Reports;

namespace StayPositive.Cli.Tests.Reports;

public sealed class HtmlTests
{
    [Fact]
    public void Any_text_comes_out_of_a_parser_as_it_went_in()
    {
        var character = Gen.OneOf(Gen.Char["<>&\"'`=/!-{}; "], Gen.Char[' ', '~'], Gen.Char['\u00c0', '\u024f']);
        character.Array[0, 40].Select(characters => new string(characters)).Sample(text =>
        {
            var page = new HtmlParser().ParseDocument(Html.Of($"""<p title="{text}" id='{text}'>{text}</p>""").ToString());
            var paragraph = Assert.Single(page.Body!.Children);
            return paragraph.TextContent == text && paragraph.GetAttribute("title") == text && paragraph.Id == text && paragraph.Attributes.Length == 2;
        });
    }

    [Fact]
    public void Markup_stays_markup_and_numbers_keep_their_format() =>
        Assert.Equal("<b>2.50</b>&lt;b&gt;", Html.Of($"{Html.Of($"<b>{2.5:0.00}</b>")}{"<b>"}").ToString());

    [Theory]
    [InlineData("\u202e", "\\u202E")]
    [InlineData("\0", "\\u0000")]
    [InlineData("\u2028", "\\u2028")]
    public void Characters_that_would_hide_are_shown(string hidden, string shown) => Assert.Equal(shown, System.Net.WebUtility.HtmlDecode(Html.Of($"{hidden}").ToString()));

    [Fact]
    public void Half_a_character_becomes_the_mark_of_a_missing_one() => Assert.Equal("&#xFFFD;", Html.Of($"{new string((char)0xD800, 1)}").ToString());
}
