using System.Buffers.Binary;
using System.Text;
using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Tests.Checkpoints;

public sealed class SafetensorsTests(ITestOutputHelper output)
{
    [Fact]
    public void Tensors_are_read_with_their_types()
    {
        var tensors = CheckpointReader.Read(File(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"e":{"dtype":"U8","shape":[0],"data_offsets":[12,12]}}""",
            [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f), 0, 0x3c, 0, 0xc0]));
        Assert.Equal(["b", "a", "e"], tensors.Keys);
        Assert.Equal([1, -2], tensors["b"].Values);
        Assert.Equal([1, -2], tensors["a"].Values);
        Assert.Equal([1, 2], tensors["a"].Shape);
        Assert.Empty(tensors["e"].Values);
    }

    [Fact]
    public void Everything_else_is_refused_by_name()
    {
        const string One = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        var cases = new (string Name, Stream File, CheckpointRefusal Code)[]
        {
            ("gap", File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]), CheckpointRefusal.BadTensor),
            ("overlap", File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[8]), CheckpointRefusal.BadTensor),
            ("data behind", File(One, new byte[5]), CheckpointRefusal.BadTensor),
            ("data missing", File(One, new byte[3]), CheckpointRefusal.BadTensor),
            ("offsets backwards", File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", new byte[4]), CheckpointRefusal.BadTensor),
            ("offsets that wrap around", File("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[9223372036854775807,-9223372036854775808]}}""", new byte[4]), CheckpointRefusal.BadTensor),
            ("negative offset", File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", new byte[4]), CheckpointRefusal.BadTensor),
            ("shape that does not fit", File("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadTensor),
            ("negative sides", File("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadTensor),
            ("nothing of a huge side", File("""{"a":{"dtype":"F32","shape":[-1,0],"data_offsets":[0,0]}}""", []), CheckpointRefusal.BadTensor),
            ("shape that wraps around", File("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,16],"data_offsets":[0,0]}}""", []), CheckpointRefusal.BadTensor),
            ("type", File("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadTensor),
            ("a tensor twice", File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadContainer),
            ("no shape", File("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadContainer),
            ("a shape of texts", File("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadContainer),
            ("a shape of fractions", File("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", new byte[4]), CheckpointRefusal.BadContainer),
            ("a tensor that is a number", File("""{"a":1}""", []), CheckpointRefusal.BadContainer),
            ("no end", File("""{"a":""", []), CheckpointRefusal.BadContainer),
            ("half a letter", File("{\"a\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[4]), CheckpointRefusal.BadContainer),
            ("nesting", File("{\"a\":" + new string('[', 100) + new string(']', 100) + "}", []), CheckpointRefusal.BadContainer),
            ("too many elements", File("""{"a":{"dtype":"U8","shape":[268435457],"data_offsets":[0,268435457]}}""", []), CheckpointRefusal.TooLarge),
            ("giant header", new Sparse((17 << 20) + 8), CheckpointRefusal.TooLarge),
        };
        foreach (var (name, file, code) in cases)
        {
            var refused = Record.Exception(() => CheckpointReader.Read(file)) as CheckpointRefusedException;
            Assert.True(refused?.Code == code, $"{name}: {refused?.Code.ToString() ?? "read"} ({refused?.Message}) instead of {code}");
        }

        output.WriteLine(string.Join(", ", cases.CountBy(attack => attack.Code).OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}")));
    }

    [Fact]
    public void Damaged_files_throw_nothing_else()
    {
        var random = new Random(3);
        var whole = File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I64","shape":[1,1],"data_offsets":[4,12]}}""", new byte[12]).ToArray();
        for (var n = 0; n < 3000; n++)
        {
            var bytes = whole[..(n < whole.Length ? n : whole.Length)];
            for (var flips = n < whole.Length ? 0 : random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var thrown = Record.Exception(() => CheckpointReader.Read(new MemoryStream(bytes)));
            Assert.True(thrown is null or CheckpointRefusedException, $"{n}: {thrown}");
        }
    }

    private static MemoryStream File(string header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return new MemoryStream([.. length, .. Encoding.UTF8.GetBytes(header), .. data]);
    }

    /// <summary>A file that claims to be all header.</summary>
    private sealed class Sparse : MemoryStream
    {
        public Sparse(int length)
        {
            SetLength(length);
            Write(BitConverter.GetBytes((long)length - 8));
            WriteByte((byte)'{');
            Position = 0;
        }
    }
}
