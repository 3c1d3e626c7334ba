using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Shards;

namespace StayPositive.RetrainJob.Data;

/// <summary>Joins labels, features and splits into a dataset. Computes no feature: <see cref="MissingFeatures"/> does that before.</summary>
/// <param name="installation">Where all is.</param>
/// <param name="options">What is used.</param>
internal sealed class DatasetBuilder(Installation installation, DatasetOptions options)
{
    private const int Readers = 8;

    private readonly ShardStore shards = new(installation.Results, installation.Tombstones);
    private readonly MaskFeatureStore masks = new(installation.Results, installation.Tombstones);
    private readonly PictureHashStore pictures = new(installation.Results, installation.Tombstones);

    /// <summary>Reads all labels, and what is stored under a backbone.</summary>
    /// <param name="backbone">SHA-256 of the backbone.</param>
    /// <param name="channels">Its features.</param>
    /// <param name="cancellation">Between readings; nothing of the dataset stays.</param>
    /// <exception cref="InvalidDataException">Something stored is not what belongs there.</exception>
    public async Task<Dataset> BuildAsync(ContentHash backbone, int channels, CancellationToken cancellation)
    {
        var labelled = await LabelReading.ReadAsync(installation.Labels, options.Scopes, cancellation);
        var decided = labelled.Where(content => content.Generated is not null).ToArray();
        var hashes = new ulong?[decided.Length];
        await ForAllAsync(decided, async (n, token) => hashes[n] = await pictures.ReadAsync(decided[n].Scope, decided[n].Hash, token), cancellation);
        var splits = await new ContentSplits(installation.Models, new SplitKey(installation.AuditKey), options.Shares).DrawAsync(decided, hashes, cancellation);

        FeatureTableFile.RemoveLeft(options.Work, options.Clock);
        Directory.CreateDirectory(options.Work);
        var path = Path.Combine(options.Work, $"features-{backbone.Hex[..16]}-{Guid.NewGuid():n}.f16");
        try
        {
            using var writer = new FeatureTableWriter(path, channels);
            var images = new Dictionary<(string Scope, string Hash), ImageRows>();
            await FromShardsAsync(decided, backbone, writer, images, cancellation);
            await FromMeasurementsAsync(decided, backbone, writer, images, cancellation);
            var sides = await FromMasksAsync(decided, backbone, writer, cancellation);
            var rows = decided.SelectMany((content, n) => Rows(content, splits[n], images.GetValueOrDefault((content.Scope.Key, content.Hash.Hex)), sides[n])).ToArray();
            var counts = new DatasetCounts(
                labelled.Count,
                labelled.Count - decided.Length,
                decided.Count(content => !images.ContainsKey((content.Scope.Key, content.Hash.Hex))),
                decided.Where((content, n) => content.Mask is not null && sides[n] is null).Count(),
                labelled.Count(content => content.Disagrees),
                splits.DistinctBy(split => split.Group).Count(),
                splits.CountBy(split => split.Group).Select(group => group.Value).DefaultIfEmpty().Max());
            return new Dataset(backbone.Hex, rows, writer.Finish(), counts);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static IEnumerable<LabelledRow> Rows(LabelledContent content, (string Group, DataSplit Split) split, ImageRows? image, MaskRows? mask)
    {
        if (image is null)
            yield break;
        var inpainted = content.Label.Override == Decision.Inpainted;
        var whole = new LabelledRow
        {
            Hash = content.Hash,
            Scope = content.Scope,
            Part = RowPart.WholeImage,
            Generated = content.Generated == true,
            Weight = inpainted ? 0 : 1, // most of its area is a photo: as a whole it teaches neither class
            Group = split.Group,
            Split = split.Split,
            Origin = content.Origin,
            LabelledAt = content.Label.At,
            InclusionProbability = content.AuditProbability ?? 1,
            Facts = new RowFacts(content.Source, content.Generator, image.Format, image.Megapixels, "none", mask?.Share),
            Feature = image.Feature,
            Windows = image.Windows,
        };
        yield return whole;
        if (mask?.Inside is { } inside)
            yield return whole with { Part = RowPart.InsideMask, Generated = true, Weight = 1, Feature = inside, Windows = [] };
        if (mask?.Outside is { } outside)
            yield return whole with { Part = RowPart.OutsideMask, Generated = false, Weight = 1, Feature = outside, Windows = [] };
    }

    private async Task FromShardsAsync(LabelledContent[] contents, ContentHash backbone, FeatureTableWriter writer, Dictionary<(string, string), ImageRows> images, CancellationToken cancellation)
    {
        foreach (var scope in contents.Select(content => content.Scope).Distinct())
        {
            var wanted = contents.Where(content => content.Scope == scope).Select(content => content.Hash.Hex).ToHashSet(StringComparer.Ordinal);
            await foreach (var shard in shards.ReadAsync(scope, backbone, Measurement.CurrentEngineVersion, cancellation))
            {
                for (var row = 0; row < shard.Rows;)
                {
                    var first = row;
                    var content = shard.Content(row).Hex;
                    while (++row < shard.Rows && shard.Continues(row))
                        ;
                    if (wanted.Contains(content) && !images.ContainsKey((scope.Key, content)))
                        images[(scope.Key, content)] = ImageRows.Of(shard, first, row, writer);
                }
            }
        }
    }

    private async Task FromMeasurementsAsync(LabelledContent[] contents, ContentHash backbone, FeatureTableWriter writer, Dictionary<(string, string), ImageRows> images, CancellationToken cancellation)
    {
        var left = contents.Where(content => !images.ContainsKey((content.Scope.Key, content.Hash.Hex))).ToArray();
        await ForAllAsync(
            left,
            async (n, token) =>
            {
                if (await installation.Measurements.ReadAsync(left[n].Scope, left[n].Hash, backbone, Measurement.CurrentEngineVersion, token) is not { } measurement)
                    return;
                lock (images)
                    images[(left[n].Scope.Key, left[n].Hash.Hex)] = ImageRows.Of(measurement, writer);
            },
            cancellation);
    }

    private async Task<MaskRows?[]> FromMasksAsync(LabelledContent[] contents, ContentHash backbone, FeatureTableWriter writer, CancellationToken cancellation)
    {
        var sides = new MaskRows?[contents.Length];
        await ForAllAsync(
            contents,
            async (n, token) =>
            {
                if (contents[n].Mask is not { } mask || await masks.ReadAsync(contents[n].Scope, contents[n].Hash, backbone, Measurement.CurrentEngineVersion, mask, token) is not { } features)
                    return;
                lock (sides)
                    sides[n] = new MaskRows(features.Share, writer.Add(features.Inside), writer.Add(features.Outside));
            },
            cancellation);
        return sides;
    }

    private static Task ForAllAsync(LabelledContent[] contents, Func<int, CancellationToken, Task> work, CancellationToken cancellation) =>
        Parallel.ForAsync(0, contents.Length, new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellation }, async (n, token) => await work(n, token));
}
