using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Importing;

/// <summary>Fits a non-negative head on an imported backbone: the mean features of whole images, real and generated, and the convex problem of Stay-Positive.</summary>
internal static class ImportedHeadFit
{
    /// <param name="backbone">Frozen.</param>
    /// <param name="real">Image files.</param>
    /// <param name="fake">Image files.</param>
    /// <param name="l2">Strength of the regularisation, > 0.</param>
    /// <exception cref="ArgumentException">The backbone's stride is not 8, or <paramref name="l2"/> is out of its range.</exception>
    /// <exception cref="RefitRefusedException">One of the classes has no image that can be scanned, or there is no optimum.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (ModelPackage Package, HeadFit Fit, int Rows, int Unscanned) Run(BackbonePackage backbone, IReadOnlyList<string> real, IReadOnlyList<string> fake, double l2)
    {
        var manifest = backbone.Manifest with { Head = null };
        if (manifest.Stride != BackboneManifest.CellPixels)
            throw new ArgumentException($"The backbone has a stride of {manifest.Stride} pixels; only {BackboneManifest.CellPixels} can be scanned.", nameof(backbone));

        var name = $"imported-{manifest.Sha256[..8]}-positive";
        var blank = new ModelPackage(manifest, backbone.Onnx, new NonNegativeHead(new ModelVersion(name), new float[manifest.Channels], 0), PublishedThresholds.Calibration, new Policy());
        var table = Measure(blank, [.. real.Select(path => (path, RowKind.Real)), .. fake.Select(path => (path, RowKind.Fake))]);
        var fit = HeadSolver.Solve(table.ToRows(), new RefitSettings { L2 = l2, Bias = BiasTreatment.Free }, CancellationToken.None);
        return (blank with { Head = new NonNegativeHead(blank.Version, fit.Weights, fit.Bias) }, fit, table.Rows, real.Count + fake.Count - table.Rows);
    }

    private static FeatureTable Measure(ModelPackage package, IReadOnlyList<(string Path, RowKind Kind)> images)
    {
        var features = new List<float>();
        var kinds = new List<RowKind>();
        using var scanner = new ImageScanner(package);
        Progress.Run("measure images", images.Count, progress =>
        {
            foreach (var (path, kind) in images)
            {
                if (scanner.Scan(File.ReadAllBytes(path)).Measurement is { } measurement)
                {
                    features.AddRange(measurement.Features.Values);
                    kinds.Add(kind);
                }

                progress.Advance(1);
            }
        });
        return new FeatureTable(package.Backbone.Channels, [.. features], [.. kinds], [.. kinds.Select(kind => kind.ToString())]);
    }
}
