using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>
/// Measurements of held-out images after a change (re-encoding, blur, an edit), for the robustness figures of refits: <c>measurements/{sha256}/{backbone}/{engine}-{change}.variant</c>, beside the measurement of the
/// image itself, and erased with it. Written once.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class VariantStore(IObjectStore results, Tombstones tombstones)
{
    /// <summary>The measurement; null when there is none.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The image.</param>
    /// <param name="backbone">SHA-256 of the backbone.</param>
    /// <param name="engine">Engine version.</param>
    /// <param name="change">Name of the change: letters, digits, '.', '_' and '-'.</param>
    /// <param name="cancellation">Before the reading.</param>
    /// <exception cref="InvalidDataException">The file is not what belongs there.</exception>
    public async Task<VariantMeasurement?> ReadAsync(Scope scope, ContentHash hash, ContentHash backbone, int engine, string change, CancellationToken cancellation) =>
        await results.ReadJsonAsync(Key(scope, hash, backbone, engine, change), StoreJson.Default.VariantFile, cancellation) is var (file, _)
            ? new VariantMeasurement(MeasurementCodec.Read(file.Measurement, file.Features), file.MaskShare)
            : null;

    /// <summary>Writes a measurement, unless it is there.</summary>
    /// <returns>False when the content has been erased; then nothing stays.</returns>
    public async Task<bool> WriteAsync(Scope scope, ContentHash hash, string change, VariantMeasurement variant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(variant);
        if (await tombstones.HasAsync(scope, hash, cancellation))
            return false;
        var measurement = variant.Measurement;
        var (file, features) = MeasurementCodec.Write(measurement);
        var key = Key(scope, hash, ContentHash.Parse(measurement.BackboneSha256), measurement.EngineVersion, change);
        await results.WriteJsonAsync(key, new VariantFile(file, features, variant.MaskShare), StoreJson.Default.VariantFile, WriteCondition.IfAbsent, cancellation);
        if (!await tombstones.HasAsync(scope, hash, cancellation)) // as for measurements
            return true;
        await results.DeleteAsync(key, null, cancellation);
        return false;
    }

    private static ObjectKey Key(Scope scope, ContentHash hash, ContentHash backbone, int engine, string change) => new($"{scope}/measurements/{hash}/{backbone}/{engine}-{change}.variant");
}
