namespace StayPositive.RetrainJob.Refits;

/// <summary>How heads are fitted, chosen and calibrated.</summary>
internal sealed record FitSettings
{
    /// <summary>Strengths of the regularisation to choose from on the validation split, each above 0.</summary>
    public IReadOnlyList<double> L2 { get; init; } = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

    /// <summary>Validation slices with fewer rows of either class do not choose; 2 and more.</summary>
    public int MinValidationRows { get; init; } = 20;

    /// <summary>Seed of the solver.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Images that are scanned with the candidate, so that thresholds and gates see its own best windows: half of them judge, golden and audit rows first; the others set thresholds. 0..10000000.</summary>
    public int MaxScans { get; init; } = 50_000;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits; the message names it, its value and the limit.</exception>
    public void Check()
    {
        if (L2.Count == 0)
            throw new ArgumentOutOfRangeException(nameof(L2), "Fit.L2 is empty; give at least one strength.");
        foreach (var strength in L2)
            if (!(strength > 0 && double.IsFinite(strength)))
                throw new ArgumentOutOfRangeException(nameof(L2), strength, $"Fit.L2 holds {strength}; strengths must be above 0.");
        if (L2.Distinct().Count() < L2.Count)
            throw new ArgumentOutOfRangeException(nameof(L2), "Fit.L2 holds a strength twice.");
        if (MinValidationRows < 2)
            throw new ArgumentOutOfRangeException(nameof(MinValidationRows), MinValidationRows, $"Fit.MinValidationRows is {MinValidationRows}; it must be at least 2.");
        if (MaxScans is < 0 or > 10_000_000)
            throw new ArgumentOutOfRangeException(nameof(MaxScans), MaxScans, $"Fit.MaxScans is {MaxScans}; it must be 0..10000000.");
    }
}
