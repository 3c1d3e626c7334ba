namespace StayPositive.RetrainJob.Data;

/// <summary>Splits of groups, from what was drawn before and a keyed hash. Pure.</summary>
internal static class SplitDrawing
{
    /// <param name="members">Names in the ledger, groups, and whether the content may only train.</param>
    /// <param name="known">What was drawn before, by name.</param>
    /// <param name="uniform">The number of a group, [0, 1).</param>
    /// <param name="shares">Shares of the splits.</param>
    /// <returns>Split of each member, and what the ledger does not hold yet, by name.</returns>
    public static (DataSplit[] Splits, IReadOnlyList<(string Name, DataSplit Split)> News) Draw(
        IReadOnlyList<(string Name, string Group, bool TrainsOnly)> members, IReadOnlyDictionary<string, SplitEntry> known, Func<string, double> uniform, SplitShares shares)
    {
        var splits = members.GroupBy(member => member.Group, StringComparer.Ordinal).ToDictionary(group => group.Key, Of, StringComparer.Ordinal);
        var news = members
            .Select(member => (member.Name, Split: splits[member.Group]))
            .Where(member => !known.TryGetValue(member.Name, out var entry) || entry.Split != member.Split)
            .Distinct()
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ToArray();
        return ([.. members.Select(member => splits[member.Group])], news);

        // Where groups have met, the older split wins: what has trained heads can judge none.
        DataSplit Of(IGrouping<string, (string Name, string Group, bool TrainsOnly)> group)
        {
            var drawn = group.Where(member => known.ContainsKey(member.Name)).Select(member => known[member.Name]).ToArray();
            return drawn.Length > 0 ? drawn.MinBy(entry => entry.Age).Split : shares.Draw(uniform(group.Key), group.All(member => member.TrainsOnly));
        }
    }
}
