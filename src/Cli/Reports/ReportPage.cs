namespace StayPositive.Cli.Reports;

/// <summary>The page around the cards.</summary>
internal static class ReportPage
{
    /// <summary>How every report begins.</summary>
    public const string Doctype = "<!doctype html>";

    private static readonly string Version = typeof(ReportPage).Assembly.GetName().Version!.ToString(3);

    /// <summary>Up to the place of the summary.</summary>
    public static Html Top(ReportSubject subject)
    {
        var policy = subject.Policy;
        return Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src '{ReportStyle.HashSource}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>Stay Positive report, {subject.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC</title>
            {ReportStyle.Element}
            </head>
            <body>
            <a class="skip" href="#images">Skip to the images</a>
            <header>
            <h1>Stay Positive report</h1>
            <dl>
            <div><dt>Scanned</dt> <dd>{subject.Started.UtcDateTime:yyyy-MM-dd HH:mm} UTC, Stay Positive {Version}</dd></div>
            <div><dt>Model</dt> <dd>{subject.Model.Value} <span class="muted">(backbone {subject.BackboneSha256[..12]})</span></dd></div>
            <div><dt>Policy</dt> <dd>{policy.Version}: flagged at {policy.FalsePositiveRate:0.###%}, uncertain at {policy.UncertainFalsePositiveRate:0.###%} stated false-positive rate</dd></div>
            <div><dt>Prevalence</dt> <dd>{policy.Prevalence:0.###%} of all images are assumed to be generated</dd></div>
            </dl>
            {(subject.IsDemonstration ? Demonstration : Html.Empty)}
            <p><strong>&#8220;No findings&#8221; is not proof of a real photo.</strong> Thresholds are set so that {policy.FalsePositiveRate:0.###%} of real photos are flagged all the same, by the whole image or by a window.</p>
            <details><summary>How to read the pictures</summary>
            <p>The evidence picture shows the image in grey and, in colour, what each cell of 8 &#215; 8 pixels adds to the score, in logit units; it is never negative. The mean of all cells plus the model&#8217;s bias is the logit of the image: the picture is the score itself.
            The scale below it is the same for all images of one size range. Its mark is the mean evidence with which a window of the smallest size meets its threshold (the threshold less the bias); the end, marked +, is twice that. Cyan lines enclose the flagged region.</p>
            </details>
            </header>
            <section aria-label="Result and filter">

            """);
    }

    /// <summary>Between the summary and the first card.</summary>
    public static Html Middle { get; } = Html.Of(
        $"""
        </section>
        <main id="images">
        <h2>Images</h2>

        """);

    /// <summary>After the last card.</summary>
    public static Html Bottom { get; } = Html.Of(
        $"""
        </main>
        </body>
        </html>

        """);

    private static Html Demonstration { get; } = Html.Of(
        $"""<p class="warning"><strong>This is the demonstration model.</strong> It shows how the method works; it must not decide about anybody&#8217;s picture.</p>""");
}
