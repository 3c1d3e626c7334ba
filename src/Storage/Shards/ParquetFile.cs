using System.Buffers.Binary;
using System.IO.Hashing;

namespace StayPositive.Storage.Shards;

/// <summary>
/// A Parquet file of the plainest kind (parquet.thrift of Apache Parquet): one row group, required columns, each in one uncompressed PLAIN page with Parquet's CRC-32. So the values of a column
/// lie in the file as they lie in memory, and are used where they are; see docs/decisions/0013-shards.md.
/// </summary>
internal sealed record ParquetFile(int Rows, IReadOnlyList<ParquetColumn> Columns, IReadOnlyDictionary<string, string> Metadata)
{
    private const string Creator = "staypositive version 1 (build 1)";
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="OverflowException">It would have 2 GB.</exception>
    public byte[] Write()
    {
        var headers = Columns.Select(PageHeader).ToArray();
        var starts = new long[Columns.Count]; // of the page headers
        long at = Magic.Length;
        for (var c = 0; c < Columns.Count; c++)
        {
            var data = (at + headers[c].Length + Alignment - 1) / Alignment * Alignment; // values begin on a cache line
            starts[c] = data - headers[c].Length;
            at = data + Columns[c].Data.Length;
        }

        var footer = Footer(headers, starts, at);
        var bytes = new byte[checked((int)(at + footer.Length + 4 + Magic.Length))];
        Magic.CopyTo(bytes);
        for (var c = 0; c < Columns.Count; c++)
        {
            headers[c].CopyTo(bytes, (int)starts[c]);
            Columns[c].Data.Span.CopyTo(bytes.AsSpan((int)starts[c] + headers[c].Length));
        }

        footer.CopyTo(bytes, (int)at);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((int)at + footer.Length), footer.Length);
        Magic.CopyTo(bytes.AsSpan((int)at + footer.Length + 4));
        return bytes;
    }

    /// <summary>Reads a file of this kind; the columns are parts of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="InvalidDataException">It is not one, or a bit has changed.</exception>
    public static ParquetFile Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < 12 || !span.StartsWith(Magic) || !span.EndsWith(Magic))
            throw new InvalidDataException("This is not a Parquet file.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(span[^8..]);
        if (length < 0 || length > span.Length - 12)
            throw new InvalidDataException("The footer of the Parquet file is damaged.");
        var footer = ParquetFooter.Read(span.Slice(span.Length - 8 - length, length));
        return new ParquetFile(footer.Rows, [.. footer.Columns.Select(column => Column(bytes, column, footer.Rows))], footer.Metadata);
    }

    private static ParquetColumn Column(ReadOnlyMemory<byte> bytes, ParquetFooterColumn column, int rows)
    {
        if (column.PageOffset < 4 || column.PageOffset >= bytes.Length)
            throw new InvalidDataException($"The column '{column.Name}' lies outside of the Parquet file.");
        var start = (int)column.PageOffset;
        var page = ParquetFooter.ReadPage(bytes.Span[start..]);
        if (page.Values != rows || page.Size < 0 || page.Size > bytes.Length - start - page.HeaderLength)
            throw new InvalidDataException($"The column '{column.Name}' has a page of {page.Size} bytes with {page.Values} values; the file has {rows} rows in {bytes.Length} bytes.");
        var data = bytes.Slice(start + page.HeaderLength, page.Size);
        if (column.Type != ParquetType.Text && data.Length != (long)rows * (column.Type == ParquetType.Fixed ? column.Length : 4))
            throw new InvalidDataException($"The column '{column.Name}' has {data.Length} bytes for {rows} rows.");
        if ((int)Crc32.HashToUInt32(data.Span) != page.Crc)
            throw new InvalidDataException($"The column '{column.Name}' does not have the checksum that its header names.");
        return new ParquetColumn(column.Name, column.Type, column.Length, data);
    }

    private byte[] PageHeader(ParquetColumn column)
    {
        var thrift = new ThriftWriter();
        thrift.Struct(() =>
        {
            thrift.Int32(1, 0); // data page
            thrift.Int32(2, column.Data.Length);
            thrift.Int32(3, column.Data.Length);
            thrift.Int32(4, (int)Crc32.HashToUInt32(column.Data.Span));
            thrift.Struct(5, () =>
            {
                thrift.Int32(1, Rows);
                thrift.Int32(2, 0); // PLAIN
                thrift.Int32(3, 3); // levels: RLE; required columns have none
                thrift.Int32(4, 3);
            });
        });
        return thrift.Bytes.ToArray();
    }

    private byte[] Footer(byte[][] headers, long[] starts, long end)
    {
        var thrift = new ThriftWriter();
        thrift.Struct(() =>
        {
            thrift.Int32(1, 1); // version
            thrift.Structs(2, [null, .. Columns], Schema);
            thrift.Int64(3, Rows);
            thrift.Structs(4, [0], _ =>
            {
                thrift.Structs(1, Enumerable.Range(0, Columns.Count).ToArray(), Chunk);
                thrift.Int64(2, end - Magic.Length);
                thrift.Int64(3, Rows);
            });
            thrift.Structs(5, Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray(), pair =>
            {
                thrift.Text(1, pair.Key);
                thrift.Text(2, pair.Value);
            });
            thrift.Text(6, Creator);
        });
        return thrift.Bytes.ToArray();

        void Schema(ParquetColumn? column)
        {
            if (column is null)
            {
                thrift.Text(4, "schema");
                thrift.Int32(5, Columns.Count);
                return;
            }

            thrift.Int32(1, (int)column.Type);
            if (column.Type == ParquetType.Fixed)
                thrift.Int32(2, column.Length);
            thrift.Int32(3, 0); // required
            thrift.Text(4, column.Name);
            if (column.Type == ParquetType.Text)
            {
                thrift.Int32(6, 0); // UTF8, and the same for newer readers
                thrift.Struct(10, () => thrift.Struct(1, () => { }));
            }
        }

        void Chunk(int c)
        {
            var size = headers[c].Length + Columns[c].Data.Length;
            thrift.Int64(2, 0);
            thrift.Struct(3, () =>
            {
                thrift.Int32(1, (int)Columns[c].Type);
                thrift.Int32s(2, 0, 3);
                thrift.Texts(3, Columns[c].Name);
                thrift.Int32(4, 0); // uncompressed
                thrift.Int64(5, Rows);
                thrift.Int64(6, size);
                thrift.Int64(7, size);
                thrift.Int64(9, starts[c]);
            });
        }
    }
}
