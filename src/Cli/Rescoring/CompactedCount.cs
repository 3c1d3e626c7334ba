using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Shards;

namespace StayPositive.Cli.Rescoring;

/// <summary>Option <c>--compacted</c>: what a version would decide of all compacted contents, at about the speed of the memory. Reads shards only, and writes nothing.</summary>
internal static class CompactedCount
{
    /// <summary>Decisions of all scopes together. A damaged shard is passed over, which <paramref name="error"/> is told.</summary>
    public static async Task<IReadOnlyDictionary<Decision, int>> RunAsync(Installation installation, IEnumerable<Scope> scopes, ModelPackage package, TextWriter error, CancellationToken cancellation)
    {
        var total = Enum.GetValues<Decision>().Where(decision => decision != Decision.NotScanned).ToDictionary(decision => decision, _ => 0);
        var shards = new ShardStore(installation.Results, installation.Tombstones) { Damaged = name => error.WriteLine($"The shard {name} is damaged and is not counted; 'RetrainJob compact' replaces it.") };
        foreach (var scope in scopes)
            await foreach (var shard in shards.ReadAsync(scope, ContentHash.Parse(package.Backbone.Sha256), Measurement.CurrentEngineVersion, cancellation))
                foreach (var (decision, count) in ShardScorer.Decisions(shard, package))
                    total[decision] += count;
        return total;
    }

    public static void Print(TextWriter output, IReadOnlyDictionary<Decision, int> counts, ModelVersion version)
    {
        output.WriteLine($"{counts.Values.Sum()} compacted contents under {version}, from shards alone (inpainted: at least so many; new measurements are compacted by 'RetrainJob compact'):");
        foreach (var (decision, count) in counts)
            output.WriteLine($"  {decision}: {count}");
    }
}
