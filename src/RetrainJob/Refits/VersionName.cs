using System.Security.Cryptography;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.RetrainJob.Refits;

/// <summary>Names a version by all that its files say: the same head under another policy is another version, and a repeat of a job finds its own files.</summary>
internal static class VersionName
{
    private static readonly ModelVersion Unnamed = new("refit");

    /// <summary>The package under its name. Whatever name it has is not part of the new one.</summary>
    public static ModelPackage Named(ModelPackage package)
    {
        var files = (package with { Head = Renamed(package, Unnamed) }).ToFiles();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in new[] { files.Manifest, files.Head, files.Policy }) // the manifest holds the backbone's own hash
            hash.AppendData(SHA256.HashData(file.Span));
        return package with { Head = Renamed(package, new ModelVersion("refit-" + Convert.ToHexStringLower(hash.GetHashAndReset())[..12])) };
    }

    private static NonNegativeHead Renamed(ModelPackage package, ModelVersion version) => new(version, package.Head.Weights.ToArray(), package.Head.Bias);
}
