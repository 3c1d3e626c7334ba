using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>One result as JSON; docs/scan-output.md describes every member.</summary>
internal sealed record JsonRow
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string File { get; init; }

    public required Decision Verdict { get; init; }

    public required string Reason { get; init; }

    /// <summary>Not scanned: code and what to do.</summary>
    public string? Code { get; init; }

    public string? Advice { get; init; }

    public float? Logit { get; init; }

    public double? Probability { get; init; }

    public double? Prevalence { get; init; }

    public JsonThreshold? Threshold { get; init; }

    public JsonRegion? Region { get; init; }

    public IReadOnlyList<JsonWindow>? Windows { get; init; }

    public JsonImage? Image { get; init; }

    public string? Model { get; init; }

    public string? Backbone { get; init; }

    public string? Policy { get; init; }

    public bool? StoppedEarly { get; init; }

    public string? Heatmap { get; init; }

    public JsonTimings? Milliseconds { get; init; }

    public static JsonRow From(ScanRow row)
    {
        if (row.Scan is not { } scan)
            return new JsonRow { File = row.Input.Name, Verdict = Decision.NotScanned, Reason = row.Problem!.Sentence, Code = row.Problem.Code, Advice = row.Problem.Advice };

        var (verdict, head) = (scan.Verdict, scan.Measurement?.Heads[0]);
        return new JsonRow
        {
            File = row.Input.Name,
            Verdict = verdict.Decision,
            Reason = verdict.Reason,
            Code = row.NotScanned?.Code,
            Advice = row.NotScanned?.Advice,
            Logit = head?.Logit,
            Probability = verdict.Probability,
            Prevalence = verdict.Probability is null ? null : verdict.Prevalence,
            Threshold = verdict.Threshold is { } set
                ? new JsonThreshold(set.Global, set.FalsePositiveRate, set.Photos, set.Supported, set.Windows.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value))
                : null,
            Region = verdict.Region is { } region ? new JsonRegion(region.X, region.Y, region.Width, region.Height, region.AreaShare) : null,
            Windows = head?.BestWindows.Select(window => new JsonWindow(window.SizePixels, window.X, window.Y, window.Width, window.Height, window.Logit)).ToArray(),
            Image = scan.Facts is { } facts
                ? new JsonImage(facts.Format.ToString(), facts.Width, facts.Height, facts.ByteCount, facts.ExifOrientation, facts.HasIccProfile, facts.HasAlpha, facts.Frames, facts.Frames > 1 && scan.Rejected is null ? scan.Frame : null)
                : null,
            Model = verdict.Model.Value,
            Backbone = scan.Measurement?.BackboneSha256,
            Policy = verdict.PolicyVersion,
            StoppedEarly = scan.StoppedEarly,
            Heatmap = row.Heatmap,
            Milliseconds = new JsonTimings(scan.Timings.Decode.TotalMilliseconds, scan.Timings.Features.TotalMilliseconds, scan.Timings.Verdict.TotalMilliseconds),
        };
    }
}
