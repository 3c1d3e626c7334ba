namespace StayPositive.Detector.Scans;

/// <summary>Where the time of a scan went.</summary>
/// <param name="Decode">Bytes to pixels, as far as it was waited for: rows are decoded while tiles run.</param>
/// <param name="Features">Pixels to features and evidence.</param>
/// <param name="Verdict">Windows, region, decision.</param>
public sealed record ScanTimings(TimeSpan Decode, TimeSpan Features, TimeSpan Verdict)
{
    /// <summary>All of it.</summary>
    public TimeSpan Total => Decode + Features + Verdict;

    /// <summary>One after the other.</summary>
    internal ScanTimings Plus(ScanTimings other) => new(Decode + other.Decode, Features + other.Features, Verdict + other.Verdict);
}
