using System.Text;
using CsCheck;
using StayPositive.Storage.Shards;

namespace StayPositive.Storage.Tests.Shards;

public sealed class ParquetFileTests
{
    private static readonly Gen<ParquetFile> Any = Gen.Select(Gen.Int[0, 40], Gen.Int[1, 70]).SelectMany((rows, length) => Gen.Select(
        Gen.Byte.Array[rows * 4], Gen.Byte.Array[rows * 4], Gen.Byte.Array[rows * length], Gen.String[0, 20].Array[rows], Gen.String[0, 40]).Select((ints, floats, bytes, texts, note) => new ParquetFile(
            rows,
            [
                new("n", ParquetType.Int32, 0, ints), new("f", ParquetType.Float, 0, floats), new("t", ParquetType.Text, 0, Texts(texts)), new("b", ParquetType.Fixed, length, bytes),
            ],
            new Dictionary<string, string> { ["note"] = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(note)), ["other"] = "x" })));

    [Fact]
    public void A_file_comes_back_as_it_was_written() => Any.Sample(file =>
    {
        var back = ParquetFile.Read(file.Write());
        Assert.Equal(file.Rows, back.Rows);
        Assert.Equal(file.Metadata, back.Metadata);
        Assert.Equal(file.Columns.Select(column => (column.Name, column.Type, column.Length)), back.Columns.Select(column => (column.Name, column.Type, column.Length)));
        foreach (var (one, other) in file.Columns.Zip(back.Columns))
            Assert.Equal(one.Data.ToArray(), other.Data.ToArray());
    });

    [Fact]
    public void Values_begin_on_a_cache_line() => Any.Sample(file =>
    {
        var bytes = file.Write();
        foreach (var column in ParquetFile.Read(bytes).Columns.Where(column => !column.Data.IsEmpty))
        {
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(column.Data, out var part));
            Assert.Equal(0, part.Offset % 64);
        }
    });

    [Fact]
    public void A_changed_byte_is_refused_or_changes_nothing_that_is_read() => Gen.Select(Any, Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample((file, at, change) =>
    {
        var bytes = file.Write();
        bytes[at % bytes.Length] ^= change;
        ParquetFile back;
        try
        {
            back = ParquetFile.Read(bytes);
        }
        catch (InvalidDataException)
        {
            return;
        }

        // Names, texts of the metadata and padding have no checksum; values have.
        foreach (var (one, other) in file.Columns.Zip(back.Columns).Where(pair => pair.First.Data.Length == pair.Second.Data.Length))
            Assert.Equal(one.Data.ToArray(), other.Data.ToArray());
    });

    [Fact]
    public void A_file_that_was_cut_is_refused() => Gen.Select(Any, Gen.Int[1, int.MaxValue]).Sample((file, cut) =>
    {
        var bytes = file.Write();
        Assert.Throws<InvalidDataException>(() => ParquetFile.Read(bytes.AsMemory(0, bytes.Length - 1 - (cut - 1) % (bytes.Length - 1))));
    });

    private static byte[] Texts(string[] texts)
    {
        using var stream = new MemoryStream();
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            stream.Write(BitConverter.GetBytes(utf8.Length));
            stream.Write(utf8);
        }

        return stream.ToArray();
    }
}
