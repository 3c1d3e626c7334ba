namespace StayPositive.Detector.Verdicts;

/// <summary>What turns a head's logits into decisions and probabilities.</summary>
/// <param name="Bins">Thresholds by image size, ascending and without gaps.</param>
/// <param name="Slope">> 0.</param>
/// <param name="Offset">P(generated) = sigmoid(Slope x logit + Offset + log(prevalence / (1 - prevalence))): Platt's scaling at equal classes, moved to a prevalence.</param>
public sealed record Calibration(IReadOnlyList<SizeBin> Bins, double Slope, double Offset)
{
    /// <summary>Thresholds for an image of some size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The calibration has no such rate; the message lists those it has.</exception>
    public ThresholdSet For(double megapixels, double falsePositiveRate)
    {
        var bin = Bins.LastOrDefault(candidate => candidate.MinMegapixels <= megapixels) ?? Bins[0];
        return bin.Thresholds.FirstOrDefault(set => set.FalsePositiveRate == falsePositiveRate)
            ?? throw new ArgumentOutOfRangeException(
                nameof(falsePositiveRate), falsePositiveRate,
                $"The model has no thresholds for a false-positive rate of {falsePositiveRate}; it has {string.Join(", ", bin.Thresholds.Select(set => set.FalsePositiveRate))}.");
    }

    /// <exception cref="ArgumentException">A figure makes no sense; the message names it and its value.</exception>
    internal void Check()
    {
        if (!(Slope > 0 && double.IsFinite(Slope) && double.IsFinite(Offset)))
            throw new ArgumentException($"The probability scale is {Slope} x + {Offset}; the slope must be above 0.");
        if (Bins.Count == 0)
            throw new ArgumentException("There are no thresholds.");
        for (var b = 0; b < Bins.Count; b++)
        {
            var bin = Bins[b];
            if (!(bin.MinMegapixels < bin.MaxMegapixels) || (b > 0 && bin.MinMegapixels != Bins[b - 1].MaxMegapixels))
                throw new ArgumentException($"The thresholds for {bin.MinMegapixels} to {bin.MaxMegapixels} megapixels do not follow those of the size before.");
            if (bin.Thresholds.DistinctBy(set => set.FalsePositiveRate).Count() != bin.Thresholds.Count)
                throw new ArgumentException($"From {bin.MinMegapixels} megapixels on, a false-positive rate has thresholds twice.");
            foreach (var set in bin.Thresholds)
                set.Check();
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">A size of image has no thresholds for one of the policy's rates.</exception>
    internal void CheckFor(Policy policy)
    {
        foreach (var bin in Bins)
        {
            _ = For(bin.MinMegapixels, policy.FalsePositiveRate);
            _ = For(bin.MinMegapixels, policy.UncertainFalsePositiveRate);
        }
    }

    /// <summary>True when every size of image has thresholds for the policy's rates.</summary>
    public bool Supports(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Bins.All(bin => bin.Thresholds.Any(set => set.FalsePositiveRate == policy.FalsePositiveRate) && bin.Thresholds.Any(set => set.FalsePositiveRate == policy.UncertainFalsePositiveRate));
    }

    /// <summary>P(generated) at a prevalence.</summary>
    /// <param name="logit">Of the whole image.</param>
    /// <param name="prevalence">Share of generated images among those scanned, in (0, 1).</param>
    public double Probability(double logit, double prevalence) =>
        1 / (1 + Math.Exp(-(LogOdds(logit) + Math.Log(prevalence / (1 - prevalence)))));

    /// <summary>Log odds of P(generated) at equal classes: comparable between heads, whose logits are each on a scale of its own.</summary>
    /// <param name="logit">Of the whole image.</param>
    public double LogOdds(double logit) => Slope * logit + Offset;
}
