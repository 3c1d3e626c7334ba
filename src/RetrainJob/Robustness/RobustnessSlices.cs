using System.Collections.Concurrent;
using System.Globalization;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>
/// Held-out images after transformations, as a dataset of its own: rows with <see cref="RowFacts.PostProcessing"/>, which judge heads and estimate nothing of the traffic. Each image is measured once under a backbone, and
/// kept by (content, transformation, backbone); a later refit reads.
/// </summary>
/// <param name="installation">Where images and measurements are.</param>
/// <param name="scanner">Measures; its head chooses the windows.</param>
/// <param name="transformations">What is done.</param>
/// <param name="options">How much.</param>
internal sealed class RobustnessSlices(Installation installation, ImageScanner scanner, IReadOnlyList<ITransformation> transformations, RobustnessOptions options)
{
    private readonly VariantStore variants = new(installation.Results, installation.Tombstones);
    private readonly LabelledImages images = new(installation, scanner.Package.Policy.Limits.MaxMegabytes * 1_000_000);
    private readonly ContentHash backbone = ContentHash.Parse(scanner.Package.Backbone.Sha256);

    /// <summary>Measures what is missing, and returns all rows in the order of contents and transformations. Images that are gone, too small or damaged are left out.</summary>
    /// <param name="dataset">Its rows that judge.</param>
    /// <param name="cancellation">Between images; what was measured stays.</param>
    public async Task<Dataset> RunAsync(Dataset dataset, CancellationToken cancellation)
    {
        var held = dataset.Rows.Where(row => row.Judges && row.Split == DataSplit.Holdout && row.Facts.PostProcessing == "none").GroupBy(row => row.Generated).SelectMany(group => group.Take(options.MostEach)).ToArray();
        var found = new ConcurrentDictionary<int, (ITransformation Transformation, VariantMeasurement Variant)[]>();
        await Progress.RunAsync("transform held-out images", held.Length, progress => Parallel.ForAsync(
            0, held.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation }, async (n, token) =>
            {
                found[n] = [.. await OneAsync(held[n], token)];
                progress.Advance(1);
            }));

        Directory.CreateDirectory(options.Work);
        var path = Path.Combine(options.Work, $"variants-{backbone.Hex[..16]}-{Guid.NewGuid():n}.f16");
        try
        {
            using var writer = new FeatureTableWriter(path, dataset.Channels);
            LabelledRow[] rows = [.. held.SelectMany((row, n) => found[n].Select(one => Row(row, one.Transformation, one.Variant, writer)))];
            return new Dataset(dataset.Backbone, rows, writer.Finish(), dataset.Counts);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static LabelledRow Row(LabelledRow row, ITransformation transformation, VariantMeasurement variant, FeatureTableWriter writer)
    {
        var image = ImageRows.Of(variant.Measurement, writer);
        return row with
        {
            Generated = row.Generated || variant.MaskShare is not null,
            Weight = 0,
            Origin = RowOrigin.Collection, // a changed image was never drawn from the traffic
            InclusionProbability = 1,
            Facts = row.Facts with { PostProcessing = transformation.Name, Megapixels = image.Megapixels, MaskShare = variant.MaskShare ?? row.Facts.MaskShare },
            Feature = image.Feature,
            Windows = image.Windows,
        };
    }

    private async Task<List<(ITransformation, VariantMeasurement)>> OneAsync(LabelledRow row, CancellationToken cancellation)
    {
        var all = new List<(ITransformation, VariantMeasurement)>();
        RgbImage? image = null;
        try
        {
            foreach (var transformation in transformations)
            {
                var names = transformation.Variants(row.Generated);
                var stored = new List<VariantMeasurement>();
                foreach (var name in names)
                    if (await variants.ReadAsync(row.Scope, row.Hash, backbone, Measurement.CurrentEngineVersion, name, cancellation) is { } variant)
                        stored.Add(variant);
                if (stored.Count < names.Count)
                {
                    if (image is null && (image = await DecodeAsync(row, cancellation)) is null)
                        return all;
                    stored = await MeasureAsync(row, transformation, image, cancellation);
                }

                all.AddRange(stored.Select(variant => (transformation, variant)));
            }

            return all;
        }
        finally
        {
            image?.Dispose();
        }
    }

    private async Task<List<VariantMeasurement>> MeasureAsync(LabelledRow row, ITransformation transformation, RgbImage image, CancellationToken cancellation)
    {
        var measured = new List<VariantMeasurement>();
        var seed = int.Parse(row.Hash.Hex.AsSpan(0, 7), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        foreach (var transformed in transformation.Apply(image, row.Generated, seed))
        {
            using var pixels = transformed.Pixels;
            if (await variants.ReadAsync(row.Scope, row.Hash, backbone, Measurement.CurrentEngineVersion, transformed.Variant, cancellation) is { } there)
            {
                measured.Add(there); // the real counterpart of an edit serves every area
                continue;
            }

            var scan = scanner.Scan(pixels, policy: scanner.Package.Policy with { SecondLook = false }, cancellation: cancellation);
            if (scan.Measurement is not { } measurement)
                continue;
            var variant = new VariantMeasurement(measurement, transformed.MaskShare);
            if (await variants.WriteAsync(row.Scope, row.Hash, transformed.Variant, variant, cancellation))
                measured.Add(variant);
        }

        return measured;
    }

    private async Task<RgbImage?> DecodeAsync(LabelledRow row, CancellationToken cancellation) =>
        await images.ReadAsync(row.Scope, row.Hash, cancellation) is { } file ? ImageDecoder.Decode(file, scanner.Package.Policy.Limits).Image : null;
}
