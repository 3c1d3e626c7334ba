using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Reports;

/// <summary>The numbers of a scan.</summary>
internal static class CardNumbers
{
    public static Html Of(Scan scan)
    {
        var (verdict, threshold) = (scan.Verdict, scan.Verdict.Threshold!);
        var timings = scan.Timings;
        return Html.Of(
            $"""
            <div class="numbers"><dl>
            <div><dt>Logit</dt> <dd><b>{(scan.StoppedEarly ? "at least " : "")}{verdict.Logit:0.00}</b>, {Side(verdict.Logit, threshold.Global)} the threshold {threshold.Global:0.00} (whole image)</dd></div>
            <div><dt>Region</dt> <dd>{RegionOf(scan)}</dd></div>
            <div><dt>Probability</dt> <dd>{Percent(verdict.Probability!.Value)} that the whole image is generated, at a prevalence of {verdict.Prevalence:0.###%}</dd></div>
            <div><dt>Threshold</dt> <dd>for a stated false-positive rate of {threshold.FalsePositiveRate:0.###%}, {Support(threshold)}</dd></div>
            {(scan.Facts is { } facts ? Html.Of($"<div><dt>File</dt> <dd>{File(facts)}{(facts.Frames > 1 ? $"; {facts.Frames} frames, this is number {scan.Frame + 1}" : "")}</dd></div>") : Html.Empty)}
            </dl>
            <details><summary>Windows, time, model</summary>
            {Windows(scan, threshold)}
            <dl>
            <div><dt>Time</dt> <dd>{timings.Total.TotalMilliseconds:0} ms: decoding {timings.Decode.TotalMilliseconds:0}, features {timings.Features.TotalMilliseconds:0}, verdict {timings.Verdict.TotalMilliseconds:0}</dd></div>
            <div><dt>Model</dt> <dd>{verdict.Model.Value}, policy {verdict.PolicyVersion}</dd></div>
            </dl></details></div>
            """);
    }

    /// <summary>Format, size and orientation.</summary>
    public static Html File(ImageFacts facts) => Html.Of(
        $"{facts.Format.ToString().ToUpperInvariant()}, {facts.Width} \u00d7 {facts.Height} pixels, {facts.ByteCount:#,0} bytes{(facts.ExifOrientation == 1 ? "" : $"; EXIF orientation {facts.ExifOrientation}: the pictures are upright, coordinates are those of the stored pixels")}");

    private static Html Windows(Scan scan, ThresholdSet threshold)
    {
        var windows = scan.Measurement!.Heads[0].BestWindows;
        return windows.Count == 0
            ? Html.Of($"<p>No windows: {(scan.StoppedEarly ? "the scan of this image stopped early" : "none fits into the image")}.</p>")
            : Html.Of(
                $"""
                <table><caption>Best window of each size</caption>
                <thead><tr><th scope="col">Pixels</th><th scope="col">Logit</th><th scope="col">Threshold</th><th scope="col">At</th></tr></thead>
                <tbody>{Html.Join(windows.Select(window => Window(window, threshold)))}</tbody></table>
                """);
    }

    private static Html Window(EvidenceWindow window, ThresholdSet threshold)
    {
        var limit = threshold.Windows.TryGetValue(window.SizePixels, out var least) ? Html.Of($"{least:0.00}{(window.Logit > least ? ", passed" : "")}") : Html.Of($"none");
        return Html.Of($"""<tr><th scope="row">{window.SizePixels}</th><td>{window.Logit:0.00}</td><td>{limit}</td><td>({window.X}, {window.Y})</td></tr>""");
    }

    private static string RegionOf(Scan scan) => scan.Verdict.Region is { } box
        ? $"largest part {box.Width} \u00d7 {box.Height} pixels at ({box.X}, {box.Y}); in all {box.AreaShare:0.#%} of the area"
        : scan.StoppedEarly ? "not looked for, stopped early" : "none";

    /// <summary>Nothing is certain, so nothing is rounded to it.</summary>
    private static string Percent(double share) => share > 0.999 ? "more than 99.9%" : share < 0.001 ? "less than 0.1%" : $"{share:0.0%}";

    private static string Side(float logit, float threshold) => logit > threshold ? "above" : "not above";

    private static string Support(ThresholdSet threshold) => threshold.Supported
        ? $"supported by n = {threshold.Photos} photos of this size"
        : $"not supported: n = {threshold.Photos} photos of this size are too few, the threshold is borrowed";
}
