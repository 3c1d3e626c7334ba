using System.Runtime.CompilerServices;
using StayPositive.Detector.Models;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>Heat maps as PNG files: <c>heatmaps/{sha256}/{head}.png</c>. They show the picture's outlines, and are erased with it.</summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class HeatMapStore(IObjectStore results, Tombstones tombstones)
{
    /// <summary>The PNG file; null without one.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Scope scope, ContentHash hash, ModelVersion head, CancellationToken cancellation) =>
        (await results.ReadAsync(Key(scope, hash, head), cancellation))?.Content;

    /// <summary>The heads of which there is a map.</summary>
    public async IAsyncEnumerable<ModelVersion> ListAsync(Scope scope, ContentHash hash, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var key in results.KeysAsync(Prefix(scope, hash), cancellation))
            yield return new ModelVersion(Path.GetFileNameWithoutExtension(key.Value));
    }

    /// <summary>Writes a heat map, unless there is one.</summary>
    /// <returns>False when the content has been erased; then nothing stays.</returns>
    public async Task<bool> WriteAsync(Scope scope, ContentHash hash, ModelVersion head, ReadOnlyMemory<byte> png, CancellationToken cancellation)
    {
        if (await tombstones.HasAsync(scope, hash, cancellation))
            return false;
        await results.WriteAsync(Key(scope, hash, head), png, WriteCondition.IfAbsent, cancellation);
        if (!await tombstones.HasAsync(scope, hash, cancellation)) // as for measurements
            return true;
        await DeleteAsync(scope, hash, cancellation);
        return false;
    }

    /// <summary>Removes the heat maps of a content; returns how many.</summary>
    internal Task<int> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => results.DeleteAllAsync(Prefix(scope, hash), cancellation);

    private static string Prefix(Scope scope, ContentHash hash) => $"{scope}/heatmaps/{hash}/";

    private static ObjectKey Key(Scope scope, ContentHash hash, ModelVersion head) => new($"{Prefix(scope, hash)}{head}.png");
}
