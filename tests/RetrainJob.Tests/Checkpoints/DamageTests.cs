using System.Buffers.Binary;
using System.IO.Compression;
using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Tests.Checkpoints;

/// <summary>What a well-formed pickle can still hide: changed weights, bytes behind its end, memory that the file does not pay for, names that talk to a terminal.</summary>
public sealed class DamageTests
{
    [Fact]
    public void One_changed_bit_in_a_weight_is_noticed()
    {
        float[] weights = [.. Enumerable.Range(0, 64).Select(n => MathF.Sin(n) * n)];
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("0", 64, 0, [64], [1]));
        var file = Stored(("a/data.pkl", pickle.ToArray()), ("a/data/0", [.. weights.SelectMany(BitConverter.GetBytes)]));
        Assert.Equal(weights, CheckpointReader.Read(new MemoryStream(file))["w"].Values);
        file[file.AsSpan().IndexOf(BitConverter.GetBytes(weights[40]))] ^= 1;

        var refused = Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(new MemoryStream(file)));

        Assert.Equal(CheckpointRefusal.BadContainer, refused.Code);
        Assert.Contains("CRC-32", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_behind_the_end_of_a_pickle_are_refused()
    {
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("0", 1, 0, [1], [1])).Raw("cos\nsystem\n");
        Refused(CheckpointRefusal.BadPickle, pickle.Checkpoint(("0", [1])));
    }

    [Fact]
    public void A_storage_longer_than_the_pickle_says_is_refused()
    {
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("0", 1, 0, [1], [1]));
        Refused(CheckpointRefusal.BadTensor, pickle.Checkpoint(("0", new float[1000])));
    }

    /// <summary>Each entry is below the size from which the packing ratio counts, and each tensor is one number.</summary>
    [Fact]
    public void Many_small_bombs_do_not_make_a_large_one()
    {
        const int Entries = 400;
        var pickle = new PickleWriter().Raw("}(");
        for (var n = 0; n < Entries; n++)
            pickle.Text($"w{n}").Tensor($"{n}", 1 << 18, 0, [1], [1]);
        pickle.Raw("u.");
        var zeros = new byte[1 << 20];
        var file = PickleWriter.Zip([("a/data.pkl", pickle.ToArray()), .. Enumerable.Range(0, Entries).Select(n => ($"a/data/{n}", zeros))]);
        Assert.InRange(file.Length, 0, 1 << 20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(CheckpointRefusal.TooLarge, file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    /// <summary>The directory names one stored entry many times over: each copy costs the file fifty bytes.</summary>
    [Fact]
    public void Entries_that_share_their_bytes_are_refused()
    {
        const int Copies = 90;
        const int NameAt = 46 + 7; // behind the fixed part of a directory entry and "a/data/"
        var pickle = PickleWriter.Dict("w", writer => writer.Tensor("10", 1024, 0, [1024], [1]));
        var file = Stored(("a/data.pkl", pickle.ToArray()), ("a/data/10", new byte[4096]));
        var end = file.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        var entry = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        var copies = Enumerable.Range(11, Copies - 1).SelectMany(key =>
        {
            var copy = file[entry..end];
            key.TryFormat(copy.AsSpan(NameAt), out _);
            return copy;
        });
        byte[] shared = [.. file[..end], .. copies, .. file[end..]];
        end = shared.Length - (file.Length - end);
        BinaryPrimitives.WriteUInt16LittleEndian(shared.AsSpan(end + 8), Copies + 1);
        BinaryPrimitives.WriteUInt16LittleEndian(shared.AsSpan(end + 10), Copies + 1);
        BinaryPrimitives.WriteInt32LittleEndian(shared.AsSpan(end + 12), end - BinaryPrimitives.ReadInt32LittleEndian(shared.AsSpan(end + 16)));

        var refused = Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(new MemoryStream(shared)));
        Assert.Contains("overlap", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b[2J")]
    [InlineData("a\rb")]
    [InlineData("\u009b31m")]
    [InlineData("\u202e")]
    public void A_refusal_shows_no_control_characters_of_the_file(string name)
    {
        var byPickle = Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(new PickleWriter().Text(name).Text("x").Raw(0x93).Raw(".").Checkpoint()));
        var byZip = Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(PickleWriter.Zip(($"../{name}", []))));

        foreach (var message in (string[])[byPickle.Message, byZip.Message])
            Assert.All(message, c => Assert.True(c is >= ' ' and <= '~', $"U+{(int)c:X4}"));
    }

    /// <summary>As PyTorch writes: without compression.</summary>
    private static byte[] Stored(params (string Name, byte[] Bytes)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return file.ToArray();
    }

    private static void Refused(CheckpointRefusal code, Stream file) =>
        Assert.Equal(code, Assert.Throws<CheckpointRefusedException>(() => CheckpointReader.Read(file)).Code);
}
