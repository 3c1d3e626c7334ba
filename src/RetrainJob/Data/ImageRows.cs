using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Shards;

namespace StayPositive.RetrainJob.Data;

/// <summary>Rows of an image and its stored windows, and facts of its file.</summary>
/// <param name="Feature">Row of the image's features.</param>
/// <param name="Windows">Its windows.</param>
/// <param name="Format">File format.</param>
/// <param name="Megapixels">Width x height / 10^6.</param>
internal sealed record ImageRows(int Feature, IReadOnlyList<RowWindow> Windows, string Format, double Megapixels)
{
    /// <summary>From adjacent rows of a shard: the image first.</summary>
    public static ImageRows Of(Shard shard, int first, int end, FeatureTableWriter writer)
    {
        if (shard.Window[first] != 0)
            throw new InvalidDataException($"The shard {shard.Name} has windows of {shard.Content(first)} without the image.");
        var image = Add(first);
        var windows = new RowWindow[end - first - 1];
        for (var n = 0; n < windows.Length; n++)
        {
            var row = first + 1 + n;
            windows[n] = new RowWindow(shard.Window[row], shard.Head(row), shard.Logit[row], Add(row));
        }

        return new ImageRows(image, windows, shard.Format(first), (double)shard.Width[first] * shard.Height[first] / 1e6);

        int Add(int row) => writer.Add(shard.Features.Span.Slice(row * shard.Channels * 2, shard.Channels * 2), shard.Scale[row]);
    }

    /// <summary>From a measurement that is in no shard.</summary>
    public static ImageRows Of(Measurement measurement, FeatureTableWriter writer)
    {
        var image = writer.Add(measurement.Features)!.Value;
        var windows = measurement.Heads.SelectMany(head => head.BestWindows.Select(window => new RowWindow(window.SizePixels, head.Head.Value, window.Logit, writer.Add(window.Features)!.Value)));
        return new ImageRows(image, [.. windows], measurement.Facts?.Format.ToString() ?? "Pixels", measurement.Megapixels);
    }
}
