using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace StayPositive.RetrainJob.Tests.Checkpoints;

/// <summary>Writes pickles operation by operation, well-formed and hostile ones, and puts them into PyTorch's zip layout.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> pickle = [];

    public PickleWriter() => Raw(0x80, 2);

    public PickleWriter Raw(params byte[] bytes)
    {
        pickle.AddRange(bytes);
        return this;
    }

    public PickleWriter Raw(string ascii) => Raw(Encoding.ASCII.GetBytes(ascii));

    public PickleWriter Global(string module, string name) => Raw($"c{module}\n{name}\n");

    public PickleWriter Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Raw((byte)'X').Raw(length).Raw(utf8);
    }

    /// <summary>An integer of any size up to 64 bits.</summary>
    public PickleWriter Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    /// <summary>A tuple of integers.</summary>
    public PickleWriter Longs(params long[] values)
    {
        Raw("(");
        foreach (var value in values)
            Long(value);
        return Raw("t");
    }

    /// <summary>A tensor over the storage of a key.</summary>
    public PickleWriter Tensor(string key, long count, long offset, long[] shape, long[] strides, string kind = "FloatStorage") => Global("torch._utils", "_rebuild_tensor_v2")
        .Raw("((").Text("storage").Global("torch", kind).Text(key).Text("cpu").Long(count).Raw("tQ")
        .Long(offset).Longs(shape).Longs(strides).Raw(0x89).Global("collections", "OrderedDict").Raw(")RtR");

    /// <summary>Tensors that all name one kept tuple of 90,000 sides.</summary>
    public PickleWriter LongShapes(int tensors)
    {
        for (var n = 0; n < tensors; n++)
        {
            Global("torch._utils", "_rebuild_tensor_v2").Raw("((").Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Long(1).Raw("tQ").Long(0);
            _ = n > 0 ? Raw("h\0") : Raw("(").Raw([.. Enumerable.Repeat<byte[]>([(byte)'K', 1], 90_000).SelectMany(side => side)]).Raw("tq\0");
            Raw("h\0").Raw(0x89).Global("collections", "OrderedDict").Raw(")RtR");
        }

        return this;
    }

    /// <summary>An OrderedDict with one entry.</summary>
    public static PickleWriter Dict(string name, Func<PickleWriter, PickleWriter> value) =>
        value(new PickleWriter().Global("collections", "OrderedDict").Raw(")R(").Text(name)).Raw("u.");

    public byte[] ToArray() => [.. pickle];

    /// <summary>A checkpoint with this pickle and storages of floats.</summary>
    public MemoryStream Checkpoint(params (string Key, float[] Values)[] storages) =>
        Zip([("archive/data.pkl", ToArray()), .. storages.Select(storage => ($"archive/data/{storage.Key}", storage.Values.SelectMany(BitConverter.GetBytes).ToArray()))]);

    public static MemoryStream Zip(params (string Name, byte[] Bytes)[] entries)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(bytes);
            }
        }

        file.Position = 0;
        return file;
    }
}
