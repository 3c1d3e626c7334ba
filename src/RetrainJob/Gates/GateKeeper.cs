namespace StayPositive.RetrainJob.Gates;

/// <summary>(head, held-out rows, slices, settings) -> gates. Pure. Every gate is looked at, so that a report tells all that is wrong.</summary>
internal static class GateKeeper
{
    /// <summary>Looks at all gates.</summary>
    /// <param name="settings">Limits.</param>
    /// <param name="weights">w of the candidate.</param>
    /// <param name="bias">b of the candidate.</param>
    /// <param name="rows">Held-out rows.</param>
    /// <param name="slices">The same rows, sliced and measured.</param>
    /// <param name="labels">Since the champion's.</param>
    /// <param name="frozen">Contents of the golden set, whether they judge or not.</param>
    public static IReadOnlyList<GateResult> Check(
        GateSettings settings, ReadOnlySpan<float> weights, float bias, IReadOnlyList<GateRow> rows, IReadOnlyList<SliceReport> slices, NewLabels labels, int frozen)
    {
        var large = slices.Where(slice => Math.Min(slice.Real, slice.Generated) >= settings.MinSliceRows).ToLookup(slice => slice.AgainstChampion.IsBounded);
        var deciding = large[true].ToArray();
        return [Weights(weights, bias), Golden(settings, rows, frozen), FalsePositives(settings, rows), NotWorse(settings, deciding, [.. large[false]]), Better(deciding), Labels(settings, labels)];
    }

    private static GateResult Weights(ReadOnlySpan<float> weights, float bias)
    {
        for (var c = 0; c < weights.Length; c++)
            if (!(weights[c] >= 0 && float.IsFinite(weights[c])))
                return new(Gate.Weights, false, $"Weight {c} is {weights[c]}; weights must be finite and >= 0.");
        return float.IsFinite(bias)
            ? new(Gate.Weights, true, $"All {weights.Length} weights are finite and >= 0; the bias is {bias:F4}.")
            : new(Gate.Weights, false, $"The bias is {bias}; it must be finite.");
    }

    private static GateResult Golden(GateSettings settings, IReadOnlyList<GateRow> rows, int frozen)
    {
        var golden = rows.Where(row => row.Golden).ToArray();
        var judged = golden.DistinctBy(row => row.Name).Count();
        if (judged < settings.MinGoldenShare * frozen)
            return new(Gate.Golden, false, $"Only {judged} of {frozen} golden contents judge, {settings.MinGoldenShare:P0} must: the others have no label that holds, no features, or are of another tenant.");
        var broken = golden.Where(row => row.Champion.IsFinding == row.Generated && row.Candidate.IsFinding != row.Generated).ToArray();
        var missing = judged < frozen ? $" {frozen - judged} of {frozen} golden contents do not judge." : "";
        return broken.Length == 0
            ? new(Gate.Golden, true, $"None of the {golden.Count(row => row.Champion.IsFinding == row.Generated)} correct verdicts on {golden.Length} golden rows becomes wrong.{missing}")
            : new(Gate.Golden, false, $"{broken.Length} correct verdicts on {golden.Length} golden rows become wrong: {string.Join(", ", broken.Take(5).Select(row => row.Name))}{(broken.Length > 5 ? ", ..." : "")}.{missing}");
    }

    private static GateResult FalsePositives(GateSettings settings, IReadOnlyList<GateRow> rows)
    {
        var rate = AuditRates.Of(rows.Where(row => !row.IsLowerBound), row => !row.Generated, row => row.Candidate.IsFinding);
        var left = rows.Count(row => row.IsLowerBound && !row.Generated && row.AuditProbability is not null);
        var others = left > 0 ? $" {left} more do not count: their image is gone, or beyond fit.maxScans." : "";
        return new(
            Gate.FalsePositives, rate.High <= settings.FalsePositiveCeiling,
            rate.Rows == 0
                ? $"No held-out audit row of a photo was scanned, so the false-positive rate is not known.{others}"
                : $"On {rate.Rows} audit rows of photos (as good as {rate.EffectiveRows:F0} of equal weight) the false-positive rate is {rate.Value:P2} (95% interval {rate.Low:P2} to {rate.High:P2}); the upper end must be at most {settings.FalsePositiveCeiling:P2}.{others}");
    }

    private static GateResult NotWorse(GateSettings settings, SliceReport[] deciding, SliceReport[] unbounded)
    {
        var others = unbounded.Length > 0 ? $" Without an interval, because their rows are of too few groups: {string.Join(", ", unbounded.Select(slice => $"'{slice.Kind}: {slice.Value}'"))}." : "";
        if (deciding.Length == 0)
            return new(Gate.NotWorse, false, $"No slice has {settings.MinSliceRows} rows of each class{(unbounded.Length > 0 ? " and an interval" : "")}.{others}");
        var worst = deciding.MinBy(slice => slice.AgainstChampion.Low)!;
        return new(
            Gate.NotWorse, worst.AgainstChampion.Low >= -settings.NonInferiorityMargin,
            $"Of {deciding.Length} slices with at least {settings.MinSliceRows} rows of each class, '{worst.Kind}: {worst.Value}' loses the most: AUC {Difference(worst)}; the lower end must be at least {-settings.NonInferiorityMargin:F4}.{others}");
    }

    private static GateResult Better(SliceReport[] deciding)
    {
        if (deciding.Length == 0)
            return new(Gate.Better, false, "No slice has enough rows.");
        var best = deciding.MaxBy(slice => slice.AgainstChampion.Low)!;
        return new(
            Gate.Better, best.AgainstChampion.Low > 0,
            $"Of {deciding.Length} slices '{best.Kind}: {best.Value}' gains the most: AUC {Difference(best)}; the lower end must be above 0 on one slice.");
    }

    private static GateResult Labels(GateSettings settings, NewLabels labels) => new(
        Gate.NewLabels, labels.Real >= settings.MinNewAuditReal && labels.Generated >= settings.MinNewAuditGenerated,
        $"{labels.Real} new audit labels of photos and {labels.Generated} of generated images since the champion's; {settings.MinNewAuditReal} and {settings.MinNewAuditGenerated} are needed.");

    private static string Difference(SliceReport slice) =>
        FormattableString.Invariant($"{slice.AgainstChampion.Estimate:+0.0000;-0.0000} ({slice.AgainstChampion.Low:+0.0000;-0.0000} to {slice.AgainstChampion.High:+0.0000;-0.0000})");
}
