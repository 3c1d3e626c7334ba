using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Scans;

/// <summary>Everything that a scan found.</summary>
/// <param name="Verdict">The decision; <see cref="Decision.NotScanned"/> for a refused image.</param>
/// <param name="Facts">Of the file, if its header could be read.</param>
/// <param name="Measurement">Null for a refused image.</param>
/// <param name="Map">Evidence map of the model's head; null for a refused image and after an early stop.</param>
/// <param name="Rejected">Why the image was refused, else null.</param>
/// <param name="Timings">Where the time went.</param>
/// <param name="StoppedEarly">True when an early stop proved the decision.</param>
public sealed record Scan(
    Verdict Verdict, ImageFacts? Facts, Measurement? Measurement, EvidenceMap? Map, ImageRejected? Rejected, ScanTimings Timings, bool StoppedEarly)
{
    /// <summary>The frame or page of which this speaks, from 0: of those looked at (first, middle, last) the one with the highest finding.</summary>
    public int Frame { get; init; }

    /// <summary>A finding goes before "uncertain", that before "no findings"; among equals the frame whose scores are highest above their thresholds.</summary>
    internal bool IsHigherThan(Scan other)
    {
        var order = Rank(Verdict.Decision).CompareTo(Rank(other.Verdict.Decision));
        return order != 0 ? order > 0 : Excess > other.Excess;
    }

    private float Excess => Judge.Excess(Measurement!.Heads[0], Verdict.Threshold!);

    private static int Rank(Decision decision) => decision switch
    {
        Decision.AiGenerated or Decision.Inpainted => 2,
        Decision.Uncertain => 1,
        _ => 0,
    };
}
