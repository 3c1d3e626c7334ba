using StayPositive.Detector.Models;

namespace StayPositive.RetrainJob.Importing;

/// <summary>What an import did.</summary>
/// <param name="Network">What was imported.</param>
/// <param name="Manifest">Of the package.</param>
/// <param name="Difference">Largest difference to the training library, relative to the largest feature.</param>
/// <param name="Tolerance">What is allowed.</param>
/// <param name="NegativeWeights">Weights of the last layer below 0.</param>
/// <param name="Output">The package folder.</param>
internal sealed record ImportReport(ImportedNetwork Network, BackboneManifest Manifest, double Difference, double Tolerance, int NegativeWeights, string Output)
{
    /// <summary>True when the scanner can use the package as it is.</summary>
    public bool Scans => NegativeWeights == 0 && Manifest.Stride == BackboneManifest.CellPixels;

    /// <summary>A line a fact.</summary>
    public IEnumerable<string> Lines()
    {
        var convolutions = 1 + Network.Architecture.BlockShapes().Sum(block => block.Path.Count + (block.Shortcut is null ? 0 : 1));
        yield return $"{Network.Architecture.Name}: {convolutions} convolutions, {Network.Parameters} parameters, {Manifest.Channels} channels, stride {Manifest.Stride}, receptive field {Manifest.ReceptiveField} pixels";
        yield return $"self-check against the training library: largest difference {Difference:E1} of the largest feature (limit {Tolerance:E0})";
        yield return NegativeWeights == 0
            ? "head: non-negative"
            : $"head: not yet positive, {NegativeWeights} of {Manifest.Channels} weights are negative; the package cannot scan before a head has been fitted (RetrainJob fit-imported)";
        if (Manifest.Stride != BackboneManifest.CellPixels)
            yield return $"the scanner does not take this package: it works in cells of {BackboneManifest.CellPixels} pixels, and this network's have {Manifest.Stride}";
        yield return $"wrote {Manifest.Sha256[..12]} to {Output}";
    }
}
