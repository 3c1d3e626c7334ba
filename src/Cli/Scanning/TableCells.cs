using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>The texts of one row of the table.</summary>
internal static class TableCells
{
    public static string[] Of(ScanRow row)
    {
        var name = Safe(row.Input.Name);
        if (row.NotScanned is { } refused)
            return [name, $"NotScanned: {refused.Code}", "", "", Safe($"{refused.Sentence} {refused.Advice}"), ""];

        var scan = row.Scan!;
        return
        [
            name, scan.Verdict.Decision.ToString(), Score(scan) + (scan.Verdict.Threshold!.Supported ? "" : " *"), $"{scan.Verdict.Probability:0.0%}",
            string.Join(". ", new[] { RegionOf(scan), row.Note }.Where(text => !string.IsNullOrEmpty(text))), $"{scan.Timings.Total.TotalMilliseconds:F0}",
        ];
    }

    /// <summary>The score that is furthest above its threshold, or least below it: the image's, or that of a window.</summary>
    private static string Score(Scan scan)
    {
        var threshold = scan.Verdict.Threshold!;
        var (logit, limit, where) = (scan.Verdict.Logit, threshold.Global, "image");
        foreach (var window in scan.Measurement!.Heads[0].BestWindows)
            if (threshold.Windows.TryGetValue(window.SizePixels, out var least) && window.Logit - least > logit - limit && scan.Verdict.Decision != Decision.AiGenerated)
                (logit, limit, where) = (window.Logit, least, $"{window.SizePixels} px window");
        return $"{(scan.StoppedEarly ? "at least " : "")}{logit:F2} {(logit > limit ? ">" : "<=")} {limit:F2} ({where})";
    }

    private static string RegionOf(Scan scan) => scan.Verdict.Region is { } box
        ? $"{box.Width}x{box.Height} at ({box.X}, {box.Y}), {box.AreaShare:0%} of the area"
        : scan.StoppedEarly ? "not looked for (stopped early)" : "";

    /// <summary>Control characters in file names must not reach the terminal.</summary>
    public static string Safe(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
