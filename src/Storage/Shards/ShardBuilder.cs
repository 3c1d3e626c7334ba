using System.Buffers.Binary;
using System.Text;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;

namespace StayPositive.Storage.Shards;

/// <summary>Gathers rows for a shard.</summary>
/// <param name="channels">Features a row.</param>
internal sealed class ShardBuilder(int channels)
{
    private readonly Dictionary<string, MemoryStream> columns = ShardColumns.All.ToDictionary(column => column.Name, _ => new MemoryStream(), StringComparer.Ordinal);

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds the rows of a measurement: the image, then the best windows of each head.</summary>
    /// <exception cref="InvalidDataException">The measurement has another number of features.</exception>
    public void Add(ContentHash content, Measurement measurement)
    {
        if (measurement.Features.Channels != channels)
            throw new InvalidDataException($"The measurement of {content} has {measurement.Features.Channels} features; others under its backbone have {channels}.");
        var windows = measurement.Heads.SelectMany(head => head.BestWindows.Select(window => (Head: head, Window: window))).ToArray();
        var (features, scale) = HalfRows.Write([measurement.Features, .. windows.Select(pair => pair.Window.Features)]); // the bytes that the measurement is stored with
        var format = measurement.Facts?.Format.ToString() ?? "Pixels";
        var first = measurement.Heads.Count > 0 ? measurement.Heads[0] : null;
        Add(content, 0, (0, 0, measurement.Width, measurement.Height), first?.Head.Value ?? "", first?.Logit ?? 0, first?.MaxCell ?? 0, scale, format, features.AsSpan(0, channels * 2));
        for (var n = 0; n < windows.Length; n++)
        {
            var (head, window) = windows[n];
            Add(content, window.SizePixels, (window.X, window.Y, window.Width, window.Height), head.Head.Value, window.Logit, head.MaxCell, scale, format, features.AsSpan((n + 1) * channels * 2, channels * 2));
        }
    }

    /// <summary>Adds a row of another shard.</summary>
    public void Add(Shard shard, int row) => Add(
        shard.Content(row), shard.Window[row], (shard.X[row], shard.Y[row], shard.Width[row], shard.Height[row]), shard.Head(row), shard.Logit[row], shard.MaxCell[row], shard.Scale[row],
        shard.Format(row), shard.Features.Span.Slice(row * channels * 2, channels * 2));

    /// <summary>The file.</summary>
    public ParquetFile Finish(ContentHash backbone, int engine) => new(
        Rows,
        [.. ShardColumns.All.Select(column => new ParquetColumn(column.Name, column.Type, column.Type == ParquetType.Fixed ? channels * 2 : 0, columns[column.Name].GetBuffer().AsMemory(0, (int)columns[column.Name].Length)))],
        new Dictionary<string, string>
        {
            ["staypositive.schema"] = "1",
            ["staypositive.backbone"] = backbone.Hex,
            ["staypositive.engine"] = $"{engine}",
            ["staypositive.channels"] = $"{channels}",
            ["staypositive.z"] = "float16, little-endian, times scale",
        });

    private void Add(ContentHash content, int window, (int X, int Y, int Width, int Height) box, string head, float logit, float maxCell, float scale, string format, ReadOnlySpan<byte> features)
    {
        Text(ShardColumns.Content, content.Hex);
        Number(ShardColumns.Window, window);
        Number(ShardColumns.X, box.X);
        Number(ShardColumns.Y, box.Y);
        Number(ShardColumns.Width, box.Width);
        Number(ShardColumns.Height, box.Height);
        Text(ShardColumns.Head, head);
        Number(ShardColumns.Logit, BitConverter.SingleToInt32Bits(logit));
        Number(ShardColumns.MaxCell, BitConverter.SingleToInt32Bits(maxCell));
        Number(ShardColumns.Scale, BitConverter.SingleToInt32Bits(scale));
        Text(ShardColumns.Format, format);
        columns[ShardColumns.Features].Write(features);
        Rows++;
    }

    private void Number(string column, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        columns[column].Write(bytes);
    }

    private void Text(string column, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Number(column, bytes.Length);
        columns[column].Write(bytes);
    }
}
