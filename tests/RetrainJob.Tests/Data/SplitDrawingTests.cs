using CsCheck;
using StayPositive.RetrainJob.Data;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class SplitDrawingTests
{
    private static readonly SplitKey Key = new(new byte[16]);

    private static readonly Gen<(string Name, string Group, bool TrainsOnly)[]> Members =
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 12], Gen.Bool).Select((name, group, trains) => ($"n{name}", $"g{group}", trains)).Array[0, 25].Select(members => members.DistinctBy(member => member.Item1).ToArray());

    [Fact]
    public void One_group_has_one_split_and_a_repeat_changes_nothing() => Members.Sample(members =>
    {
        var (splits, news) = SplitDrawing.Draw(members, new Dictionary<string, SplitEntry>(), Key.Uniform, new SplitShares());
        Assert.Equal(members.Length, news.Count);
        Assert.All(members.Zip(splits).GroupBy(pair => pair.First.Group), group => Assert.Single(group.Select(pair => pair.Second).Distinct()));
        var (again, more) = SplitDrawing.Draw(members, Known(news), Key.Uniform, new SplitShares(0.2, 0.2, 0.2)); // other shares move nothing that is drawn
        Assert.Equal(splits, again);
        Assert.Empty(more);
    });

    [Fact]
    public void Contents_that_come_later_move_none() => Gen.Select(Members, Members).Sample((first, second) =>
    {
        var (splits, news) = SplitDrawing.Draw(first, new Dictionary<string, SplitEntry>(), Key.Uniform, new SplitShares());
        var added = second.Where(member => first.All(old => old.Name != member.Name)).ToArray();
        var (both, _) = SplitDrawing.Draw([.. first, .. added], Known(news), Key.Uniform, new SplitShares());
        Assert.Equal(splits, both[..first.Length]);
    });

    [Fact]
    public void Where_groups_meet_the_older_split_wins_and_stays_when_they_part_again()
    {
        var known = new Dictionary<string, SplitEntry> { ["young"] = new(DataSplit.Train, 9), ["old"] = new(DataSplit.Holdout, 2), ["new"] = new(DataSplit.Validation, 11) };
        var (splits, news) = SplitDrawing.Draw([("young", "g", false), ("old", "g", false), ("new", "g", false)], known, Key.Uniform, new SplitShares());
        Assert.Equal([DataSplit.Holdout, DataSplit.Holdout, DataSplit.Holdout], splits);
        Assert.Equal([("new", DataSplit.Holdout), ("young", DataSplit.Holdout)], news);
    }

    [Fact]
    public void What_was_only_flagged_trains_or_validates() => Gen.Int[0, 1_000_000].Sample(n =>
    {
        var (splits, _) = SplitDrawing.Draw([("n", $"g{n}", true)], new Dictionary<string, SplitEntry>(), Key.Uniform, new SplitShares());
        Assert.True(splits[0] is DataSplit.Train or DataSplit.Validation);
    });

    [Fact]
    public void Shares_are_kept()
    {
        var members = Enumerable.Range(0, 20_000).Select(n => ($"n{n}", $"g{n}", false)).ToArray();
        var (splits, _) = SplitDrawing.Draw(members, new Dictionary<string, SplitEntry>(), Key.Uniform, new SplitShares());
        Assert.Equal(0.6, splits.Count(split => split == DataSplit.Train) / 20_000.0, 0.015);
        Assert.Equal(0.1, splits.Count(split => split == DataSplit.Validation) / 20_000.0, 0.015);
        Assert.Equal(0.15, splits.Count(split => split == DataSplit.Calibration) / 20_000.0, 0.015);
    }

    private static Dictionary<string, SplitEntry> Known(IEnumerable<(string Name, DataSplit Split)> lines) =>
        lines.Select((line, n) => (line, n)).ToDictionary(pair => pair.line.Name, pair => new SplitEntry(pair.line.Split, pair.n));
}
