using System.Globalization;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>Perceptual hashes, by which near-duplicates are kept on one side of a split: <c>measurements/{sha256}/difference.hash</c>; erased with the measurements.</summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class PictureHashStore(IObjectStore results, Tombstones tombstones)
{
    /// <summary>The hash; null when it was never computed.</summary>
    public async Task<ulong?> ReadAsync(Scope scope, ContentHash hash, CancellationToken cancellation) =>
        await results.ReadJsonAsync(Key(scope, hash), StoreJson.Default.PictureFile, cancellation) is var (file, _)
        && ulong.TryParse(file.DifferenceHash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>Writes the hash, unless it is there.</summary>
    /// <returns>False when the content has been erased; then nothing stays.</returns>
    public async Task<bool> WriteAsync(Scope scope, ContentHash hash, ulong picture, CancellationToken cancellation)
    {
        if (await tombstones.HasAsync(scope, hash, cancellation))
            return false;
        await results.WriteJsonAsync(Key(scope, hash), new PictureFile($"{picture:x16}"), StoreJson.Default.PictureFile, WriteCondition.IfAbsent, cancellation);
        if (!await tombstones.HasAsync(scope, hash, cancellation)) // as for measurements
            return true;
        await results.DeleteAsync(Key(scope, hash), null, cancellation);
        return false;
    }

    private static ObjectKey Key(Scope scope, ContentHash hash) => new($"{scope}/measurements/{hash}/difference.hash");
}
