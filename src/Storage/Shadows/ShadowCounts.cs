namespace StayPositive.Storage.Shadows;

/// <summary>What champion and challenger have both judged.</summary>
/// <param name="Scans">Uploads.</param>
/// <param name="Agreements">Both a finding, or both none.</param>
/// <param name="SumOfDifferences">Of the absolute differences of the image's log odds of generation, each head by its own calibration.</param>
public sealed record ShadowCounts(long Scans, long Agreements, double SumOfDifferences)
{
    /// <summary>None yet.</summary>
    public static ShadowCounts None { get; } = new(0, 0, 0);

    /// <summary>Mean absolute difference of the log odds; 0 without scans.</summary>
    public double MeanDifference => Scans == 0 ? 0 : SumOfDifferences / Scans;

    /// <summary>One upload more.</summary>
    /// <param name="agree">Both a finding, or both none.</param>
    /// <param name="difference">Log odds by the challenger minus those by the champion.</param>
    public ShadowCounts Add(bool agree, double difference) => new(Scans + 1, Agreements + (agree ? 1 : 0), SumOfDifferences + Math.Abs(difference));

    /// <summary>Both.</summary>
    public ShadowCounts Plus(ShadowCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Scans + other.Scans, Agreements + other.Agreements, SumOfDifferences + other.SumOfDifferences);
    }
}
