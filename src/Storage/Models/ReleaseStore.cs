using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Models;

/// <summary>
/// Model versions: <c>heads/{version}/</c> with head.json, policy.json, backbone.json, manifest.sig and, written last, manifest.json. Nothing of a version ever changes, but that a signature
/// is replaced by one of a newer key.
/// </summary>
/// <param name="models">The container of models.</param>
/// <param name="signatures">Whose versions are believed.</param>
public sealed class ReleaseStore(IObjectStore models, ManifestSignatures signatures)
{
    private const string Folder = "heads/";
    private const string ManifestName = "manifest.json";

    private readonly BackboneStore backbones = new(models);

    /// <summary>Writes a version. A repeat, also after a kill, completes it. No alias points to it yet.</summary>
    /// <param name="package">The model.</param>
    /// <param name="signer">Private key of P-256; null = not signed.</param>
    /// <param name="cancellation">Between the writes.</param>
    /// <exception cref="InvalidOperationException">There is another version of this name.</exception>
    public async Task<ModelTarget> PublishAsync(ModelPackage package, ECDsa? signer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        var files = package.ToFiles();
        _ = ModelPackage.Parse(files); // what cannot be loaded is not published
        var version = package.Version.Value;
        var backbone = await backbones.WriteAsync(files.Backbone, cancellation);
        await WriteOnceAsync(version, "head.json", files.Head, cancellation);
        await WriteOnceAsync(version, "policy.json", files.Policy, cancellation);
        await WriteOnceAsync(version, "backbone.json", files.Manifest, cancellation);
        var manifest = JsonSerializer.SerializeToUtf8Bytes(
            new ReleaseManifest
            {
                Version = version,
                Backbone = backbone.Hex,
                BackboneFacts = ContentHash.Of(files.Manifest.Span).Hex,
                Head = ContentHash.Of(files.Head.Span).Hex,
                Policy = ContentHash.Of(files.Policy.Span).Hex,
            },
            StoreJson.Default.ReleaseManifest);
        if (signer is not null)
            await SignAsync(version, manifest, signer, cancellation);
        await WriteOnceAsync(version, ManifestName, manifest, cancellation);
        return new ModelTarget(version, ContentHash.Of(manifest).Hex);
    }

    /// <summary>Reads and verifies a version: hash of the manifest, signature, hashes of the files, then the files themselves.</summary>
    /// <param name="target">The version.</param>
    /// <param name="known">A package whose backbone is used if it is the same one; null = read it.</param>
    /// <param name="cancellation">Between the readings.</param>
    /// <exception cref="ModelRefusedException">Anything is missing or wrong.</exception>
    public async Task<ModelPackage> ReadAsync(ModelTarget target, ModelPackage? known, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        var bytes = await ReadFileAsync(target.Version, ManifestName, target.Manifest, cancellation);
        signatures.Check(target.Version, bytes, signatures.AreRequired ? (await models.ReadAsync(Key(target.Version, "manifest.sig"), cancellation))?.Content : null);
        var manifest = Parse(target.Version, bytes);
        var files = new ModelFiles(
            await ReadFileAsync(target.Version, "backbone.json", manifest.BackboneFacts, cancellation),
            known?.Backbone.Sha256 == manifest.Backbone ? known.BackboneBytes : await backbones.ReadAsync(Hash(target.Version, manifest.Backbone), cancellation),
            await ReadFileAsync(target.Version, "head.json", manifest.Head, cancellation),
            await ReadFileAsync(target.Version, "policy.json", manifest.Policy, cancellation));
        var package = ModelPackage.Parse(files);
        return package.Version.Value == target.Version
            ? package
            : throw new ModelRefusedException(ModelRefusal.BadManifest, $"The files of {target.Version} are those of the version {package.Version}.");
    }

    /// <summary>The policy that came with a version. Its signature is not asked for: who names the manifest's hash has believed it before.</summary>
    /// <exception cref="ModelRefusedException">Anything is missing or wrong.</exception>
    public async Task<Policy> ReadPolicyAsync(ModelTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        var manifest = Parse(target.Version, await ReadFileAsync(target.Version, ManifestName, target.Manifest, cancellation));
        var bytes = await ReadFileAsync(target.Version, "policy.json", manifest.Policy, cancellation);
        try
        {
            return PolicyFile.Read(bytes.Span);
        }
        catch (FormatException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadCalibration, $"policy.json of {target.Version}: {exception.Message}", exception);
        }
    }

    /// <summary>A version by its name; null when it was never published whole.</summary>
    /// <exception cref="ArgumentException">The name cannot be one.</exception>
    public async Task<ModelTarget?> FindAsync(string version, CancellationToken cancellation) =>
        await models.ReadAsync(Key(new ModelVersion(version).Value, ManifestName), cancellation) is { } found ? new ModelTarget(version, ContentHash.Of(found.Content.Span).Hex) : null;

    /// <summary>The names of all versions that were published whole, in ordinal order.</summary>
    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var key in models.KeysAsync(Folder, cancellation))
            if (key.Value[Folder.Length..].Split('/') is [var version, ManifestName])
                yield return version;
    }

    private async Task SignAsync(string version, byte[] manifest, ECDsa signer, CancellationToken cancellation)
    {
        var key = Key(version, "manifest.sig");
        if (await models.ReadAsync(key, cancellation) is not { } there || !ManifestSignatures.IsBy(signer, manifest, there.Content.Span))
            await models.WriteAsync(key, ManifestSignatures.Sign(signer, manifest), WriteCondition.None, cancellation);
    }

    private async Task WriteOnceAsync(string version, string file, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var key = Key(version, file);
        if (await models.WriteAsync(key, content, WriteCondition.IfAbsent, cancellation) is null
            && (await models.ReadAsync(key, cancellation) is not { } there || !there.Content.Span.SequenceEqual(content.Span)))
            throw new InvalidOperationException($"{key} is there with another content; a version never changes, so this one needs another name.");
    }

    private async Task<ReadOnlyMemory<byte>> ReadFileAsync(string version, string file, string hash, CancellationToken cancellation)
    {
        if (await models.ReadAsync(Key(version, file), cancellation) is not { } found)
            throw new ModelRefusedException(ModelRefusal.Missing, $"The version {version} has no {file}.");
        var actual = ContentHash.Of(found.Content.Span).Hex;
        return actual == hash ? found.Content : throw new ModelRefusedException(ModelRefusal.WrongHash, $"{file} of {version} has the SHA-256 {actual}; it should have {hash}.");
    }

    private static ReleaseManifest Parse(string version, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(bytes.Span, StoreJson.Default.ReleaseManifest);
            if (manifest?.Schema != ReleaseManifest.CurrentSchema || manifest.Version != version)
                throw new ModelRefusedException(
                    ModelRefusal.BadManifest, $"The manifest of {version} is that of '{manifest?.Version}' with the schema {manifest?.Schema}; this program reads {ReleaseManifest.CurrentSchema}.");
            return manifest;
        }
        catch (JsonException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"The manifest of {version} cannot be read: {exception.Message}", exception);
        }
    }

    private static ContentHash Hash(string version, string hex)
    {
        try
        {
            return ContentHash.Parse(hex);
        }
        catch (FormatException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"The manifest of {version}: {exception.Message}", exception);
        }
    }

    private static ObjectKey Key(string version, string file) => new($"{Folder}{version}/{file}");
}
