using System.Security.Cryptography;
using System.Text.Json;

namespace StayPositive.Detector.Models;

/// <summary>The backbone of a package, verified, without its head: what a head is fitted on. Its stride may be one that the scanner does not take. Immutable.</summary>
/// <param name="Manifest">Shapes and hash.</param>
/// <param name="Onnx">The file.</param>
public sealed record BackbonePackage(BackboneManifest Manifest, ReadOnlyMemory<byte> Onnx)
{
    private static readonly string[] Paddings = [BackboneManifest.ReflectInput, BackboneManifest.ZeroPerLayer];

    /// <summary>Loads and verifies the backbone of a package, whether it has a head or not.</summary>
    /// <exception cref="ModelRefusedException">Anything is missing or wrong; the message is one sentence with file, value and limit.</exception>
    public static BackbonePackage Load(string directory)
    {
        var manifest = ReadManifest(ModelPackage.ReadBytes(directory, ModelPackage.ManifestFile));
        var onnx = ModelPackage.ReadBytes(directory, ModelPackage.BackboneFile);
        Check(onnx, manifest);
        return new BackbonePackage(manifest, onnx);
    }

    /// <summary>
    /// Writes the backbone and a manifest that says that there is no non-negative head yet. The manifest comes last: who reads meanwhile, or after a crash, is refused.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void SaveWithoutHead(string directory)
    {
        Directory.CreateDirectory(directory);
        File.Delete(Path.Combine(directory, ModelPackage.ManifestFile));
        ModelPackage.Write(directory, ModelPackage.BackboneFile, Onnx);
        var manifest = Manifest with { Head = BackboneManifest.NotYetPositive };
        ModelPackage.Write(directory, ModelPackage.ManifestFile, JsonSerializer.SerializeToUtf8Bytes(manifest, PackageJson.Default.BackboneManifest));
    }

    internal static BackboneManifest ReadManifest(ReadOnlyMemory<byte> content)
    {
        var manifest = ModelPackage.Read(content, ModelPackage.ManifestFile, PackageJson.Default.BackboneManifest);
        if (manifest.Schema != BackboneManifest.CurrentSchema)
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"manifest.json has the schema {manifest.Schema}; this program reads {BackboneManifest.CurrentSchema}.");
        if (!Paddings.Contains(manifest.Padding))
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"manifest.json: the padding '{manifest.Padding}' is unknown; known are '{string.Join("', '", Paddings)}'.");
        if (manifest.Head is not (null or BackboneManifest.NotYetPositive))
            throw new ModelRefusedException(ModelRefusal.BadManifest, $"manifest.json: the head '{manifest.Head}' is unknown; known is '{BackboneManifest.NotYetPositive}', or none.");
        return manifest;
    }

    /// <summary>Hash and graph; the bound of <see cref="OnnxCheck.Check"/>.</summary>
    internal static double Check(ReadOnlyMemory<byte> onnx, BackboneManifest manifest)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(onnx.Span));
        return hash == manifest.Sha256
            ? OnnxCheck.Check(onnx, manifest)
            : throw new ModelRefusedException(ModelRefusal.WrongHash, $"backbone.onnx has the SHA-256 {hash}; manifest.json says {manifest.Sha256}.");
    }
}
