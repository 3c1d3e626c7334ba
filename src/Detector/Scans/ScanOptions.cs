using StayPositive.Detector.Evidence;

namespace StayPositive.Detector.Scans;

/// <summary>How one image is scanned.</summary>
public sealed record ScanOptions
{
    /// <summary>
    /// Stop as soon as the evidence so far proves that the image's logit passes the strict threshold (what is still to come can only add to it).
    /// The verdict is then "AI-generated" without region, z or windows, and is marked <see cref="Scan.StoppedEarly"/>.
    /// </summary>
    public bool EarlyStop { get; init; }

    /// <summary>Further heads on the same backbone, measured in the same pass.</summary>
    public IReadOnlyList<NonNegativeHead> MoreHeads { get; init; } = [];
}
