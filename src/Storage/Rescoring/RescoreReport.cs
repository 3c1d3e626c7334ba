namespace StayPositive.Storage.Rescoring;

/// <summary>What became, or would become, of the states of a scope.</summary>
/// <param name="States">Looked at.</param>
/// <param name="Unscanned">Without a score: refused, filtered.</param>
/// <param name="Current">Judged by this version and policy already.</param>
/// <param name="Unmeasured">Without a stored measurement under this backbone; wait for a scan.</param>
/// <param name="Kept">Same decision, as far as the stored windows tell.</param>
/// <param name="Changed">Another decision, for certain.</param>
/// <param name="WithoutRegion">A finding now, for certain; its region waits for a scan.</param>
/// <param name="Stale">Seems to be another decision; waits for a scan.</param>
/// <param name="TooNear">Within the rounding of a threshold; waits for a scan.</param>
/// <param name="OtherPolicy">Judged by a policy that is not their version's own, e.g. that of a prefix; wait for a scan, which knows what holds for them.</param>
/// <param name="Overridden">Of the changed ones: a reviewer's decision stands, so that nothing is told to anybody.</param>
/// <param name="Moves">Certain changes, from and to: <c>NoFindings -> AiGenerated</c>.</param>
public sealed record RescoreReport(
    int States, int Unscanned, int Current, int Unmeasured, int Kept, int Changed, int WithoutRegion, int Stale, int TooNear, int OtherPolicy, int Overridden, IReadOnlyDictionary<string, int> Moves)
{
    /// <summary>Nothing was looked at.</summary>
    public static RescoreReport Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new SortedDictionary<string, int>(StringComparer.Ordinal));

    /// <summary>States that wait for a scan.</summary>
    public int Waiting => Unmeasured + WithoutRegion + Stale + TooNear + OtherPolicy;

    /// <summary>Both.</summary>
    public RescoreReport Plus(RescoreReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var moves = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (move, count) in Moves.Concat(other.Moves))
            moves[move] = moves.GetValueOrDefault(move) + count;
        return new(
            States + other.States, Unscanned + other.Unscanned, Current + other.Current, Unmeasured + other.Unmeasured, Kept + other.Kept, Changed + other.Changed,
            WithoutRegion + other.WithoutRegion, Stale + other.Stale, TooNear + other.TooNear, OtherPolicy + other.OtherPolicy, Overridden + other.Overridden, moves);
    }
}
