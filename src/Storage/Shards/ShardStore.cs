using System.Runtime.CompilerServices;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Shards;

/// <summary>
/// Measurements compacted for refits and rescoring: <c>shards/{backbone}/{engine}/{name}.parquet</c>, and what each covers in <c>shard-index/{backbone}/{engine}/{name}.json</c>. Both are written once; the
/// index comes first, so that an erasure finds all; a shard is there when both are. Shards are copies: what is in none, or in a damaged one, is read from its own measurement.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class ShardStore(IObjectStore results, Tombstones tombstones)
{
    private const int TargetBytes = 64 << 20;
    private const int UsualRows = 4; // the image and its best windows of three sizes
    private const int Readers = 8;

    private readonly MeasurementStore measurements = new(results, tombstones);

    /// <summary>Bytes of features that a shard should have at most.</summary>
    internal int ShardBytes { get; init; } = TargetBytes;

    /// <summary>Called with the name of each shard that is passed over because it cannot be read; the next compaction replaces it.</summary>
    public Action<string>? Damaged { get; init; }

    /// <summary>All shards that can be read, one after the other; the next is read while one is used. After two compactions at once, a content may come twice.</summary>
    public async IAsyncEnumerable<Shard> ReadAsync(Scope scope, ContentHash backbone, int engine, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var names = await NamesAsync(scope, backbone, engine, cancellation);
        var next = names.Count > 0 ? ShardAsync(scope, backbone, engine, names[0], cancellation) : null;
        for (var n = 0; next is not null; n++)
        {
            var shard = await next;
            next = n + 1 < names.Count ? ShardAsync(scope, backbone, engine, names[n + 1], cancellation) : null;
            if (shard is not null)
                yield return shard;
        }
    }

    /// <summary>Writes shards of all measurements that are in none yet. Reads every shard that is there: a damaged one is removed, and its contents are in none. What is killed is completed, or removed, by the next one.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="backbone">SHA-256 of the backbone.</param>
    /// <param name="engine">Engine version of the measurements.</param>
    /// <param name="cancellation">Between shards; those written stay.</param>
    public async Task<CompactionReport> CompactAsync(Scope scope, ContentHash backbone, int engine, CancellationToken cancellation)
    {
        var (covered, removed) = await TidyAsync(scope, backbone, engine, cancellation);
        var open = await measurements.ListAsync(scope, backbone, engine, cancellation).Where(hash => !covered.Contains(hash.Hex)).ToListAsync(cancellation);
        var (added, shards, bytes, at) = (0, 0, 0L, 0);
        while (at < open.Count)
        {
            var first = await measurements.ReadAsync(scope, open[at], backbone, engine, cancellation);
            if (first is null)
            {
                at++;
                continue;
            }

            var batch = open.Skip(at).Take(Math.Max(1, ShardBytes / (UsualRows * first.Features.Channels * 2))).ToArray();
            at += batch.Length;
            var (contents, size) = await WriteAsync(scope, backbone, engine, first.Features.Channels, batch, cancellation);
            (added, shards, bytes) = (added + contents, shards + (size > 0 ? 1 : 0), bytes + size);
        }

        return new CompactionReport(covered.Count, added, shards, bytes, removed);
    }

    /// <summary>Removes the rows of a content from all shards of a scope, whatever backbone they belong to. A kill leaves shards that lack more, never the content.</summary>
    /// <returns>Rows removed.</returns>
    public async Task<int> RemoveAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var key in await results.KeysAsync(IndexPrefix(scope), cancellation).ToListAsync(cancellation))
        {
            var parts = key.Value[IndexPrefix(scope).Length..].Split('/');
            if (parts is not [var backbone, var engine, var file] || !ShardName.MayHold(Path.GetFileNameWithoutExtension(file), hash))
                continue;
            removed += await RemoveAsync(scope, ContentHash.Parse(backbone), int.Parse(engine, System.Globalization.CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(file), hash, cancellation);
        }

        return removed;
    }

    private async Task<int> RemoveAsync(Scope scope, ContentHash backbone, int engine, string name, ContentHash hash, CancellationToken cancellation)
    {
        var index = await IndexAsync(scope, backbone, engine, name, cancellation);
        if (index is not null && !index.Contents.Contains(hash.Hex))
            return 0;
        var shard = await ShardAsync(scope, backbone, engine, name, cancellation);
        await results.DeleteAsync(ParquetKey(scope, backbone, engine, name), null, cancellation);
        var removed = 0;
        if (shard is not null && index is not null) // else nobody can tell what is left without the content: the next compaction reads it from the measurements
        {
            var rest = new ShardBuilder(shard.Channels);
            for (var row = 0; row < shard.Rows; row++)
            {
                if (shard.Content(row) == hash)
                    removed++;
                else
                    rest.Add(shard, row);
            }

            await PutAsync(scope, backbone, engine, index with { Contents = [.. index.Contents.Where(content => content != hash.Hex)] }, rest, cancellation);
        }

        await results.DeleteAsync(IndexKey(scope, backbone, engine, name), null, cancellation);
        return removed;
    }

    /// <summary>Measurements into a shard; those that are gone are left out.</summary>
    private async Task<(int Contents, long Bytes)> WriteAsync(Scope scope, ContentHash backbone, int engine, int channels, ContentHash[] batch, CancellationToken cancellation)
    {
        var read = new Detector.Verdicts.Measurement?[batch.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellation };
        await Parallel.ForAsync(0, batch.Length, options, async (n, token) => read[n] = await measurements.ReadAsync(scope, batch[n], backbone, engine, token));
        var builder = new ShardBuilder(channels);
        var contents = new List<string>();
        for (var n = 0; n < batch.Length; n++)
        {
            if (read[n] is not { } measurement)
                continue;
            builder.Add(batch[n], measurement);
            contents.Add(batch[n].Hex);
        }

        var bytes = await PutAsync(scope, backbone, engine, new ShardManifest(ShardManifest.CurrentSchema, channels, contents), builder, cancellation);
        return (bytes > 0 ? contents.Count : 0, bytes);
    }

    /// <summary>Index, then the shard, then a look whether an erasure came between. The bytes written; 0 when nothing stayed.</summary>
    private async Task<long> PutAsync(Scope scope, ContentHash backbone, int engine, ShardManifest index, ShardBuilder rows, CancellationToken cancellation)
    {
        if (rows.Rows == 0)
            return 0;
        var name = ShardName.Of(index.Contents);
        var bytes = rows.Finish(backbone, engine).Write();
        await results.WriteJsonAsync(IndexKey(scope, backbone, engine, name), index, StoreJson.Default.ShardManifest, WriteCondition.IfAbsent, cancellation);
        await results.WriteAsync(ParquetKey(scope, backbone, engine, name), bytes, WriteCondition.IfAbsent, cancellation);

        // As for measurements: an erasure that began before these writes has left a tombstone that is older than they are.
        foreach (var erased in await tombstones.AmongAsync(scope, [.. index.Contents.Select(ContentHash.Parse)], cancellation))
            await RemoveAsync(scope, erased, cancellation);
        if (await IndexAsync(scope, backbone, engine, name, cancellation) is not null)
            return bytes.Length;
        await results.DeleteAsync(ParquetKey(scope, backbone, engine, name), null, cancellation);
        return 0;
    }

    /// <summary>
    /// What whole shards cover. An index without its shard, a shard without its index (left by a kill) and what is damaged go. The indexes are listed first, and an index goes before its shard: a shard
    /// that is finished meanwhile loses both or none, never its index alone, by which an erasure finds it.
    /// </summary>
    private async Task<(HashSet<string> Covered, int Removed)> TidyAsync(Scope scope, ContentHash backbone, int engine, CancellationToken cancellation)
    {
        var names = await NamesAsync(scope, backbone, engine, cancellation);
        var there = await results.KeysAsync(ParquetPrefix(scope, backbone, engine), cancellation).Select(key => Path.GetFileNameWithoutExtension(key.Value)).ToHashSetAsync(cancellationToken: cancellation);
        var (covered, removed) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var name in names.Union(there))
        {
            var index = there.Contains(name) ? await IndexAsync(scope, backbone, engine, name, cancellation) : null;
            if (index is not null && await ShardAsync(scope, backbone, engine, name, cancellation) is not null)
            {
                covered.UnionWith(index.Contents);
                continue;
            }

            var gone = await results.DeleteAsync(IndexKey(scope, backbone, engine, name), null, cancellation);
            gone |= await results.DeleteAsync(ParquetKey(scope, backbone, engine, name), null, cancellation);
            removed += gone ? 1 : 0;
        }

        return (covered, removed);
    }

    /// <summary>Null when it is not there, or damaged.</summary>
    private async Task<Shard?> ShardAsync(Scope scope, ContentHash backbone, int engine, string name, CancellationToken cancellation)
    {
        if (await results.ReadAsync(ParquetKey(scope, backbone, engine, name), cancellation) is not { } found)
            return null;
        try
        {
            return Parsed(name, found.Content);
        }
        catch (InvalidDataException)
        {
            Damaged?.Invoke(name);
            return null;
        }
    }

    private static Shard Parsed(string name, ReadOnlyMemory<byte> bytes)
    {
        var file = ParquetFile.Read(bytes);
        var shape = file.Columns.Select(column => (column.Name, column.Type));
        return shape.SequenceEqual(ShardColumns.All)
            ? new Shard(name, file, file.Columns[^1].Length / 2)
            : throw new InvalidDataException($"The shard {name} has other columns than this program writes.");
    }

    /// <summary>Null when it is not there, or damaged.</summary>
    private async Task<ShardManifest?> IndexAsync(Scope scope, ContentHash backbone, int engine, string name, CancellationToken cancellation)
    {
        try
        {
            return (await results.ReadJsonAsync(IndexKey(scope, backbone, engine, name), StoreJson.Default.ShardManifest, cancellation))?.Value;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<List<string>> NamesAsync(Scope scope, ContentHash backbone, int engine, CancellationToken cancellation) =>
        await results.KeysAsync($"{IndexPrefix(scope)}{backbone}/{engine}/", cancellation).Select(key => Path.GetFileNameWithoutExtension(key.Value)).ToListAsync(cancellation);

    private static string IndexPrefix(Scope scope) => $"{scope}/shard-index/";

    private static ObjectKey IndexKey(Scope scope, ContentHash backbone, int engine, string name) => new($"{IndexPrefix(scope)}{backbone}/{engine}/{name}.json");

    private static string ParquetPrefix(Scope scope, ContentHash backbone, int engine) => $"{scope}/shards/{backbone}/{engine}/";

    private static ObjectKey ParquetKey(Scope scope, ContentHash backbone, int engine, string name) => new($"{ParquetPrefix(scope, backbone, engine)}{name}.parquet");
}
