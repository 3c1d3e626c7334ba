using StayPositive.Cli.Scanning;

namespace StayPositive.Cli.Reports;

/// <summary>One input as a card.</summary>
internal static class ReportCard
{
    /// <param name="row">What became of the input.</param>
    /// <param name="number">1 for the first; names the card's heading.</param>
    public static Html Of(ScanRow row, int number)
    {
        var name = row.Input.Name;
        var slash = name.AsSpan().TrimEnd('/').LastIndexOf('/') + 1;
        var body = row.Scan is { Measurement: not null } scan
            ? Html.Of($"{CardImages.Of(row, scan)}{CardNumbers.Of(scan)}")
            : Refusal(row);
        return Html.Of(
            $"""
            <article class="card is-{VerdictLabel.ClassOf(row.Decision)}{(row.IsFlagged ? " is-flagged" : "")}" aria-labelledby="image-{number}">
            <div class="title"><h3 id="image-{number}"><bdi><span class="folder">{name[..slash]}</span>{name[slash..]}</bdi></h3>
            <p><strong class="badge">{VerdictLabel.Of(row.Decision)}</strong> {row.Scan?.Verdict.Reason ?? row.Problem!.Sentence}</p></div>
            {body}
            </article>

            """);
    }

    private static Html Refusal(ScanRow row)
    {
        var (code, _, advice) = row.NotScanned!.Value;
        var image = row.Scan?.Facts is { } facts ? Html.Of($"<div><dt>File</dt> <dd>{CardNumbers.File(facts)}</dd></div>") : Html.Empty;
        return Html.Of(
            $"""
            <dl class="refusal">
            <div><dt>Code</dt> <dd><code>{code}</code></dd></div>
            <div><dt>Advice</dt> <dd>{advice}</dd></div>
            {image}</dl>
            """);
    }
}
