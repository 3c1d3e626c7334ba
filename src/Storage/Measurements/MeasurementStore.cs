using System.Globalization;
using System.Runtime.CompilerServices;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>
/// What the pixels of a content say under a backbone: <c>measurements/{sha256}/{backbone}/{engine}.json</c>, and the features beside it as float16 in
/// <c>{engine}-{their own sha256}.f16</c>. The features come first, so that the JSON makes them valid; they are named by their hash, so that two writers with different heads
/// (and therefore other windows) never mix. The first JSON wins.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class MeasurementStore(IObjectStore results, Tombstones tombstones)
{
    /// <summary>The measurement, with features within float16's rounding; null when there is none, or only a part of one.</summary>
    /// <exception cref="InvalidDataException">A file is not what belongs there.</exception>
    public async Task<Measurement?> ReadAsync(Scope scope, ContentHash hash, ContentHash backbone, int engine, CancellationToken cancellation)
    {
        if (await results.ReadJsonAsync(Json(scope, hash, backbone, engine), StoreJson.Default.MeasurementFile, cancellation) is not var (file, _))
            return null;
        if (await results.ReadAsync(Features(scope, hash, backbone, engine, file.Features), cancellation) is not { } features)
            return null;
        return ContentHash.Of(features.Content.Span).Hex == file.Features
            ? MeasurementCodec.Read(file, features.Content)
            : throw new InvalidDataException($"The features of {hash} under {backbone} do not have the hash that their measurement names.");
    }

    /// <summary>Contents that have a measurement, ascending.</summary>
    public async IAsyncEnumerable<ContentHash> ListAsync(Scope scope, ContentHash backbone, int engine, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (prefix, end) = ($"{scope}/measurements/", $"/{backbone}/{engine}.json");
        await foreach (var key in results.KeysAsync(prefix, cancellation))
            if (key.Value.EndsWith(end, StringComparison.Ordinal))
                yield return ContentHash.Parse(key.Value[prefix.Length..^end.Length]);
    }

    /// <summary>All whole measurements of a content, one for each backbone and engine.</summary>
    public async IAsyncEnumerable<Measurement> ListAsync(Scope scope, ContentHash hash, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = Prefix(scope, hash);
        await foreach (var key in results.KeysAsync(prefix, cancellation))
            if (key.Value[prefix.Length..].Split('/') is [var backbone, var file] && Path.GetExtension(file) == ".json"
                && await ReadAsync(scope, hash, ContentHash.Parse(backbone), int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture), cancellation) is { } measurement)
                yield return measurement;
    }

    /// <summary>Writes a measurement, unless there is a whole one.</summary>
    /// <returns>False when the content has been erased; then nothing stays.</returns>
    /// <exception cref="ArgumentException">The measurement is not complete (an early stop): it is never stored.</exception>
    public async Task<bool> WriteAsync(Scope scope, ContentHash hash, Measurement measurement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        if (!measurement.Complete)
            throw new ArgumentException("The scan was stopped early; its measurement is not whole and is not stored.", nameof(measurement));
        if (await tombstones.HasAsync(scope, hash, cancellation))
            return false;

        var (backbone, engine) = (ContentHash.Parse(measurement.BackboneSha256), measurement.EngineVersion);
        var (file, features) = MeasurementCodec.Write(measurement);
        await results.WriteAsync(Features(scope, hash, backbone, engine, file.Features), features, WriteCondition.IfAbsent, cancellation);
        var json = Json(scope, hash, backbone, engine);
        if (await results.WriteJsonAsync(json, file, StoreJson.Default.MeasurementFile, WriteCondition.IfAbsent, cancellation) is null)
            await MendAsync(json, file, scope, hash, backbone, engine, cancellation);

        // An erasure may have listed before these writes; then its tombstone is older than they are, and is seen here.
        if (!await tombstones.HasAsync(scope, hash, cancellation))
            return true;
        await DeleteAsync(scope, hash, cancellation);
        return false;
    }

    /// <summary>Removes all measurements of a content; returns the objects removed: (JSON files, features' files).</summary>
    internal async Task<(int Measurements, int Features)> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var (measurements, features) = (0, 0);
        foreach (var key in await results.KeysAsync(Prefix(scope, hash), cancellation).ToListAsync(cancellation))
        {
            if (!await results.DeleteAsync(key, null, cancellation))
                continue;
            if (key.Value.EndsWith(".json", StringComparison.Ordinal))
                measurements++;
            else
                features++;
        }

        return (measurements, features);
    }

    /// <summary>There is a JSON; if its features are missing, this measurement takes its place.</summary>
    private async Task MendAsync(ObjectKey json, MeasurementFile file, Scope scope, ContentHash hash, ContentHash backbone, int engine, CancellationToken cancellation)
    {
        if (await results.ReadJsonAsync(json, StoreJson.Default.MeasurementFile, cancellation) is not var (there, etag))
            return;
        if (there.Features != file.Features && await results.ReadAsync(Features(scope, hash, backbone, engine, there.Features), cancellation) is null)
            await results.WriteJsonAsync(json, file, StoreJson.Default.MeasurementFile, WriteCondition.IfMatch(etag), cancellation);
    }

    private static string Prefix(Scope scope, ContentHash hash) => $"{scope}/measurements/{hash}/";

    private static ObjectKey Json(Scope scope, ContentHash hash, ContentHash backbone, int engine) => new($"{Prefix(scope, hash)}{backbone}/{engine}.json");

    private static ObjectKey Features(Scope scope, ContentHash hash, ContentHash backbone, int engine, string features) => new($"{Prefix(scope, hash)}{backbone}/{engine}-{features}.f16");
}
