using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace StayPositive.Cli.Tests.Reports;

/// <summary>A report as a browser sees it; markup that breaks the rules of HTML is an exception.</summary>
internal sealed record ReportDocument(string Markup, IHtmlDocument Page)
{
    public static ReportDocument Read(string path)
    {
        var markup = File.ReadAllText(path);
        return new ReportDocument(markup, new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(markup));
    }

    public IElement[] Cards => [.. Page.QuerySelectorAll("main > article.card")];

    public string State => Text(Page.QuerySelector("p.state")!);

    public IEnumerable<string> Names => Cards.Select(card => Text(card.QuerySelector("h3")!));

    public IEnumerable<string> Verdicts => Cards.Select(card => Text(card.QuerySelector(".badge")!));

    /// <summary>Text with its white space as it is shown.</summary>
    public static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
