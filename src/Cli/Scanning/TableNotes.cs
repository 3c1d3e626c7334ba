using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>What the numbers of a table mean: prevalence, false-positive rate, the photos behind it, and whether they support it.</summary>
internal sealed class TableNotes
{
    private readonly SortedSet<(int Photos, bool Supported)> calibrations = [];
    private readonly DeclaredNote declared = new();
    private Verdict? first;

    public void Add(ScanRow row)
    {
        declared.Add(row);
        if (row.Scan?.Verdict is not { Threshold: { } threshold } verdict)
            return;
        first ??= verdict with { Region = null };
        calibrations.Add((threshold.Photos, threshold.Supported));
    }

    /// <param name="unscanned">Inputs that a cancellation left out.</param>
    public IEnumerable<string> Lines(int unscanned)
    {
        if (first is not null)
        {
            yield return $"Model {first.Model}, policy {first.PolicyVersion}. Thresholds (logit units) are set so that {first.Threshold!.FalsePositiveRate:0.###%} of real photos are flagged, by the whole image or by a window.";
            yield return $"Calibrated for these image sizes on {string.Join("; ", calibrations.Select(Support))}.";
            yield return $"Probability: that the whole image is generated, if {first.Prevalence:0.###%} of all images are (--prevalence). No findings is not proof of a real photo.";
        }

        if (declared.Line() is { } line)
            yield return line;
        if (unscanned > 0)
            yield return $"Cancelled: {unscanned} inputs were not scanned.";
    }

    private static string Support((int Photos, bool Supported) set) =>
        set.Supported ? $"n = {set.Photos} photos, supported" : $"n = {set.Photos} photos, not supported (*: too few for the stated rate, threshold borrowed)";
}
