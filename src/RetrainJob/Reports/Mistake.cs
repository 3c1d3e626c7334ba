using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Reports;

/// <summary>A held-out row that the candidate judges wrongly.</summary>
/// <param name="Name">SHA-256 of the content, and what was done to it.</param>
/// <param name="Generated">The label.</param>
/// <param name="Margin">How far on the wrong side, logit units.</param>
/// <param name="ChampionToo">True when the champion is wrong, too.</param>
/// <param name="Facts">What it is.</param>
internal sealed record Mistake(string Name, bool Generated, double Margin, bool ChampionToo, RowFacts Facts)
{
    /// <summary>The worst of each class.</summary>
    public static IReadOnlyList<Mistake> Worst(IEnumerable<GateRow> rows, int each) =>
    [
        .. rows.Where(row => row.Candidate.IsFinding != row.Generated)
            .GroupBy(row => row.Generated)
            .OrderBy(group => group.Key)
            .SelectMany(group => group.OrderByDescending(row => Math.Abs(row.Candidate.Margin)).ThenBy(row => row.Name, StringComparer.Ordinal).Take(each))
            .Select(row => new Mistake(row.Name, row.Generated, Math.Abs(row.Candidate.Margin), row.Champion.IsFinding != row.Generated, row.Facts)),
    ];
}
