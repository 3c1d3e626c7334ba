using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Shards;

/// <summary>
/// Compacted measurements of many contents under one backbone and engine: one row an image and one row a best window, those of one content adjacent, the image first. The features are used
/// where they lie in the file.
/// </summary>
public sealed class Shard
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> columns;
    private readonly int[] contents;
    private readonly int[] heads;
    private readonly int[] formats;

    internal Shard(string name, ParquetFile file, int channels)
    {
        (Name, Rows, Channels) = (name, file.Rows, channels);
        columns = file.Columns.ToDictionary(column => column.Name, column => column.Data, StringComparer.Ordinal);
        (contents, heads, formats) = (Starts(ShardColumns.Content), Starts(ShardColumns.Head), Starts(ShardColumns.Format));
    }

    /// <summary>Which shard.</summary>
    public string Name { get; }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Features a row.</summary>
    public int Channels { get; }

    /// <summary>Mean features as float16, little-endian, [Rows, Channels], without gaps; a feature is a value times the row's <see cref="Scale"/>.</summary>
    public ReadOnlyMemory<byte> Features => columns[ShardColumns.Features];

    /// <summary>Nominal side of the window in pixels; 0 = the whole image. One a row.</summary>
    public ReadOnlySpan<int> Window => Numbers<int>(ShardColumns.Window);

    /// <summary>Left edge of the window, pixels; 0 for an image.</summary>
    public ReadOnlySpan<int> X => Numbers<int>(ShardColumns.X);

    /// <summary>Top edge of the window, pixels; 0 for an image.</summary>
    public ReadOnlySpan<int> Y => Numbers<int>(ShardColumns.Y);

    /// <summary>Pixels across, of the window or the image.</summary>
    public ReadOnlySpan<int> Width => Numbers<int>(ShardColumns.Width);

    /// <summary>Pixels down, of the window or the image.</summary>
    public ReadOnlySpan<int> Height => Numbers<int>(ShardColumns.Height);

    /// <summary>Under the row's <see cref="Head"/>, as it was measured; of an image, under the first head.</summary>
    public ReadOnlySpan<float> Logit => Numbers<float>(ShardColumns.Logit);

    /// <summary>Largest evidence of a cell of the image under the row's head, logit units.</summary>
    public ReadOnlySpan<float> MaxCell => Numbers<float>(ShardColumns.MaxCell);

    /// <summary>A power of two; 1 unless a feature is beyond float16.</summary>
    public ReadOnlySpan<float> Scale => Numbers<float>(ShardColumns.Scale);

    /// <summary>The content of a row.</summary>
    public ContentHash Content(int row) => ContentHash.Parse(Text(ShardColumns.Content, contents, row));

    /// <summary>True when a row is of the same content as the one before it.</summary>
    public bool Continues(int row) => row > 0 && Bytes(ShardColumns.Content, contents, row).SequenceEqual(Bytes(ShardColumns.Content, contents, row - 1));

    /// <summary>Version of the head that chose the window; of an image, of the first head.</summary>
    public string Head(int row) => Text(ShardColumns.Head, heads, row);

    /// <summary>File format of the image, e.g. <c>Jpeg</c>; <c>Pixels</c> when no file was scanned.</summary>
    public string Format(int row) => Text(ShardColumns.Format, formats, row);

    /// <summary>The stored features of consecutive rows, [count, Channels].</summary>
    public ReadOnlySpan<Half> Stored(int row, int count = 1) => MemoryMarshal.Cast<byte, Half>(Features.Span.Slice(row * Channels * 2, count * Channels * 2));

    private ReadOnlySpan<T> Numbers<T>(string column)
        where T : struct => MemoryMarshal.Cast<byte, T>(columns[column].Span);

    private string Text(string column, int[] starts, int row) => Encoding.UTF8.GetString(Bytes(column, starts, row));

    private ReadOnlySpan<byte> Bytes(string column, int[] starts, int row)
    {
        var data = columns[column].Span[starts[row]..];
        return data.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(data));
    }

    /// <summary>Where the texts of a column begin.</summary>
    private int[] Starts(string column)
    {
        var data = columns[column].Span;
        var starts = new int[Rows];
        var at = 0;
        for (var row = 0; row < Rows; row++)
        {
            starts[row] = at;
            var length = data.Length - at >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(data[at..]) : -1;
            if (length < 0 || length > data.Length - at - 4)
                throw new InvalidDataException($"The column '{column}' of the shard {Name} ends in row {row}.");
            at += 4 + length;
        }

        return starts;
    }
}
