using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Measurements;

/// <summary>Measurement &lt;-> its two files. Pure.</summary>
internal static class MeasurementCodec
{
    public static (MeasurementFile File, byte[] Features) Write(Measurement measurement)
    {
        FeatureVector[] rows = [measurement.Features, .. measurement.Heads.SelectMany(head => head.BestWindows).Select(window => window.Features)];
        if (rows.FirstOrDefault(row => row.Channels != rows[0].Channels) is { } odd)
            throw new ArgumentException($"A window has {odd.Channels} channels, the image {rows[0].Channels}.", nameof(measurement));
        var (bytes, scale) = HalfRows.Write(rows);
        var file = new MeasurementFile
        {
            Backbone = measurement.BackboneSha256,
            Engine = measurement.EngineVersion,
            Facts = measurement.Facts,
            Width = measurement.Width,
            Height = measurement.Height,
            Channels = rows[0].Channels,
            Heads = [.. measurement.Heads.Select(head => new MeasuredHead(head.Head.Value, head.Logit, head.MaxCell, [.. head.BestWindows.Select(Window)]))],
            Features = ContentHash.Of(bytes).Hex,
            Scale = scale,
        };
        return (file, bytes);

        static MeasuredWindow Window(EvidenceWindow window) => new(window.X, window.Y, window.Width, window.Height, window.SizePixels, window.Logit);
    }

    /// <exception cref="InvalidDataException">The two do not fit together, or are of another schema.</exception>
    public static Measurement Read(MeasurementFile file, ReadOnlyMemory<byte> features)
    {
        var rows = 1 + file.Heads.Sum(head => head.Windows.Count);
        if (file.Schema != MeasurementFile.CurrentSchema || features.Length != rows * file.Channels * 2)
            throw new InvalidDataException($"A measurement of schema {file.Schema} with {rows} rows of {file.Channels} channels has {features.Length} bytes of features.");
        var row = 0;
        return new Measurement(file.Backbone, file.Engine, file.Facts, file.Width, file.Height, Next(), [.. file.Heads.Select(Head)], Complete: true) { FeatureScale = file.Scale };

        FeatureVector Next() => HalfRows.Read(features.Span, row++, file.Channels, file.Scale);

        HeadMeasurement Head(MeasuredHead head) => new(new ModelVersion(head.Head), head.Logit, [.. head.Windows.Select(Window)], head.MaxCell);

        EvidenceWindow Window(MeasuredWindow window) => new(window.X, window.Y, window.Width, window.Height, window.Size, window.Logit, Next());
    }
}
