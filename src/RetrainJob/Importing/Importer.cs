using System.Security.Cryptography;
using System.Text.Json;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Importing;

/// <summary>Checkpoint to package.</summary>
internal static class Importer
{
    /// <exception cref="CheckpointRefusedException">The file is hostile or damaged.</exception>
    /// <exception cref="ImportRefusedException">It holds another network.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static ImportReport Run(string checkpoint, Architecture architecture, string output, bool half = false)
    {
        var network = ImportedNetwork.Create(architecture, CheckpointReader.Read(checkpoint));
        var (onnx, shapes) = Write(network, half);
        var tolerance = half ? SelfCheck.HalfTolerance : SelfCheck.Tolerance;
        var difference = SelfCheck.LargestDifference(network, onnx, tolerance);
        var negative = network.HeadWeights.Count(weight => weight < 0);
        var manifest = shapes with { Training = Origin(checkpoint, architecture, difference, half) };
        var name = $"{architecture.Name}{(half ? "-fp16" : "")}-{shapes.Sha256[..8]}";
        if (negative == 0)
            new ModelPackage(manifest, onnx, new NonNegativeHead(new ModelVersion(name), network.HeadWeights, network.HeadBias), PublishedThresholds.Calibration, new Policy()).Save(output);
        else
            SaveWithoutHead(new BackbonePackage(manifest, onnx), name, network, output);
        return new ImportReport(network, manifest, difference, tolerance, negative, output);
    }

    private static (byte[] Onnx, BackboneManifest Manifest) Write(ImportedNetwork network, bool half)
    {
        try
        {
            return ResidualWriter.Write(network.Fold(), half);
        }
        catch (ModelRefusedException beyond) when (half && beyond.Code == ModelRefusal.NotFinite)
        {
            throw new ImportRefusedException($"The network does not fit into float16, whose largest number is 65504: {beyond.Message}");
        }
    }

    private static JsonElement Origin(string checkpoint, Architecture architecture, double difference, bool half) => JsonSerializer.SerializeToElement(new
    {
        importedFrom = Path.GetFileName(checkpoint),
        sha256 = Hash(checkpoint),
        architecture = architecture.Name,
        precision = half ? "float16" : "float32",
        largestDifference = difference,
    });

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>The head with its negative weights is kept, as a baseline to compare with.</summary>
    private static void SaveWithoutHead(BackbonePackage package, string name, ImportedNetwork network, string output)
    {
        package.SaveWithoutHead(output);
        File.WriteAllText(
            Path.Combine(output, UnconstrainedHead.FileName),
            JsonSerializer.Serialize(new { version = name + "-unconstrained", weights = network.HeadWeights, bias = network.HeadBias }) + "\n");
    }
}
