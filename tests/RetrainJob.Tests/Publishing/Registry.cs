using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Tests.Publishing;

/// <summary>What has to hold of the models of an installation whatever was killed or came first.</summary>
internal static class Registry
{
    /// <summary>Each alias: a history without gaps, each move names the one before, and what the last one names is whole and loads.</summary>
    public static async Task CheckAsync(Installation installation, CancellationToken cancellation)
    {
        foreach (var alias in Enum.GetValues<ModelAlias>())
        {
            var history = await installation.Aliases.HistoryAsync(alias, cancellation).ToListAsync(cancellation);
            Assert.Equal(Enumerable.Range(1, history.Count).Reverse(), history.Select(move => move.Number));
            foreach (var (move, before) in history.Zip(history.Skip(1)))
                Assert.Equal(before.Target, move.Previous);
            if (history.Count > 0)
                _ = await installation.Releases.ReadAsync(history[0].Target, null, cancellation);
        }
    }
}
