using StayPositive.Storage.Objects;

namespace StayPositive.RetrainJob.Data;

/// <summary>Groups contents, draws the splits of new ones, and writes them down.</summary>
/// <param name="models">The container of models.</param>
/// <param name="key">The secret of draws.</param>
/// <param name="shares">Shares of the splits.</param>
internal sealed class ContentSplits(IObjectStore models, SplitKey key, SplitShares shares)
{
    private readonly SplitLedger ledger = new(models);
    private readonly GoldenSet golden = new(models);

    /// <summary>Group and split of each content.</summary>
    /// <param name="contents">What is labelled.</param>
    /// <param name="pictures">Their pictures' hashes; null = unknown.</param>
    /// <param name="cancellation">Before the writing.</param>
    public async Task<(string Group, DataSplit Split)[]> DrawAsync(IReadOnlyList<LabelledContent> contents, IReadOnlyList<ulong?> pictures, CancellationToken cancellation)
    {
        shares.Check();
        var groups = ContentGroups.Of([.. contents.Zip(pictures, (content, picture) => (content.Hash.Hex, picture, content.Group is { } name ? $"{content.Scope} {name}" : null))]);
        var members = contents.Zip(groups, (content, group) => (key.Name(content.Hash.Hex), group, content.Origin == RowOrigin.Flagged)).ToArray();
        while (true)
        {
            var (known, newest) = await ledger.ReadAsync(cancellation);
            var (splits, news) = SplitDrawing.Draw(members, known, key.Uniform, shares);
            if (news.Count == 0 || await ledger.AddAsync(newest, news, cancellation))
                return await WithGoldenAsync(members, groups, splits, cancellation);
        }
    }

    /// <summary>What is golden judges only, and what is near it must not train.</summary>
    private async Task<(string Group, DataSplit Split)[]> WithGoldenAsync((string Name, string Group, bool TrainsOnly)[] members, string[] groups, DataSplit[] splits, CancellationToken cancellation)
    {
        var frozen = await golden.ReadAsync(cancellation);
        var near = members.Where(member => frozen.Contains(member.Name)).Select(member => member.Group).ToHashSet(StringComparer.Ordinal);
        return [.. members.Select((member, n) => (groups[n], frozen.Contains(member.Name) ? DataSplit.Golden : near.Contains(member.Group) ? DataSplit.Holdout : splits[n]))];
    }
}
