namespace StayPositive.RetrainJob.Publishing;

/// <summary>What a challenger must show in the champion's shadow before it is promoted by itself.</summary>
internal sealed record ShadowSettings
{
    /// <summary>Uploads that both have judged; 1 and more.</summary>
    public long MinScans { get; init; } = 1000;

    /// <summary>Share of them on which both decide the same, 0..1. Gates have shown that what differs is better; a large difference is still no version to swap unseen.</summary>
    public double MinAgreement { get; init; } = 0.95;

    /// <summary>Mean absolute difference of the log odds of generation (each head's logit by its own calibration), at most; above 0.</summary>
    public double MaxMeanDifference { get; init; } = 3;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits; the message names it, its value and the limit.</exception>
    public void Check()
    {
        if (MinScans < 1)
            throw new ArgumentOutOfRangeException(nameof(MinScans), MinScans, $"Shadow.MinScans is {MinScans}; it must be at least 1.");
        if (!(MinAgreement is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(MinAgreement), MinAgreement, $"Shadow.MinAgreement is {MinAgreement}; it must be 0..1.");
        if (!(MaxMeanDifference > 0))
            throw new ArgumentOutOfRangeException(nameof(MaxMeanDifference), MaxMeanDifference, $"Shadow.MaxMeanDifference is {MaxMeanDifference}; it must be above 0.");
    }
}
