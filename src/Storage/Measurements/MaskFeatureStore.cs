using StayPositive.Detector.Evidence;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>
/// What the two sides of a mask say under a backbone: <c>measurements/{sha256}/{backbone}/{engine}-{mask's sha256}.mask</c>, beside the measurement, and erased with it. Written once.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class MaskFeatureStore(IObjectStore results, Tombstones tombstones)
{
    /// <summary>The features, within float16's rounding; null when there are none.</summary>
    /// <exception cref="InvalidDataException">The file is not what belongs there.</exception>
    public async Task<MaskedFeatures?> ReadAsync(Scope scope, ContentHash hash, ContentHash backbone, int engine, ContentHash mask, CancellationToken cancellation)
    {
        if (await results.ReadJsonAsync(Key(scope, hash, backbone, engine, mask), StoreJson.Default.MaskFile, cancellation) is not var (file, _))
            return null;
        if (file.Schema != MaskFile.CurrentSchema || !Fits(file.Inside) || !Fits(file.Outside))
            throw new InvalidDataException($"The features of the mask {mask} of {hash} are of the schema {file.Schema}, or do not have {file.Channels} channels.");
        return new MaskedFeatures(file.Share, Row(file.Inside), Row(file.Outside));

        bool Fits(byte[]? row) => row is null || row.Length == file.Channels * 2;
        FeatureVector? Row(byte[]? row) => row is null ? null : HalfRows.Read(row, 0, file.Channels, file.Scale);
    }

    /// <summary>Writes the features, unless they are there.</summary>
    /// <returns>False when the content has been erased; then nothing stays.</returns>
    public async Task<bool> WriteAsync(Scope scope, ContentHash hash, ContentHash backbone, int engine, ContentHash mask, MaskedFeatures features, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (await tombstones.HasAsync(scope, hash, cancellation))
            return false;
        var key = Key(scope, hash, backbone, engine, mask);
        await results.WriteJsonAsync(key, File(features), StoreJson.Default.MaskFile, WriteCondition.IfAbsent, cancellation);
        if (!await tombstones.HasAsync(scope, hash, cancellation)) // as for measurements
            return true;
        await results.DeleteAsync(key, null, cancellation);
        return false;
    }

    private static MaskFile File(MaskedFeatures features)
    {
        var rows = new[] { features.Inside, features.Outside }.OfType<FeatureVector>().ToArray();
        if (rows.Length == 0)
            return new MaskFile(MaskFile.CurrentSchema, 0, 1, features.Share, null, null);
        var (bytes, scale) = HalfRows.Write(rows);
        var length = rows[0].Channels * 2;
        return new MaskFile(
            MaskFile.CurrentSchema, rows[0].Channels, scale, features.Share, features.Inside is null ? null : bytes[..length], features.Outside is null ? null : bytes[^length..]);
    }

    private static ObjectKey Key(Scope scope, ContentHash hash, ContentHash backbone, int engine, ContentHash mask) => new($"{scope}/measurements/{hash}/{backbone}/{engine}-{mask}.mask");
}
