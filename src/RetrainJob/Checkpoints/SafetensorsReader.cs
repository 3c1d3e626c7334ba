using System.Buffers.Binary;
using System.Text.Json;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>
/// Reads safetensors: 8 bytes with the length of a JSON header, the header, the data. The tensors must fill the data without gap or overlap, as the format asks.
/// </summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = 8;
    private const int MaxHeader = 16 << 20;
    private const string Metadata = "__metadata__";

    /// <summary>True when a file begins as safetensors do: a length that fits, and a brace.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start, long fileBytes) =>
        start.Length > LengthBytes && start[LengthBytes] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)(fileBytes - LengthBytes);

    /// <exception cref="CheckpointRefusedException">The file is refused; the message says why.</exception>
    public static Dictionary<string, CheckpointTensor> Read(Stream file, long maxElements)
    {
        var length = new byte[LengthBytes];
        file.ReadExactly(length);
        var headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerBytes > MaxHeader)
            throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The header has {headerBytes} bytes; the limit is {MaxHeader}.");
        var header = new byte[headerBytes];
        file.ReadExactly(header);

        var entries = Entries(header, maxElements);
        var dataStart = LengthBytes + (long)headerBytes;
        CheckFilled(entries, file.Length - dataStart);
        return entries.ToDictionary(entry => entry.Name, entry => new CheckpointTensor(entry.Shape, Values(file, dataStart, entry)), StringComparer.Ordinal);
    }

    private static List<Entry> Entries(byte[] header, long maxElements)
    {
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var entries = json.RootElement.EnumerateObject().Where(member => member.Name != Metadata).Select(Checked).ToList();
            if (entries.Sum(entry => entry.Count) > maxElements)
                throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The tensors have {entries.Sum(entry => entry.Count)} elements; the limit is {maxElements}.");
            return entries;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The header of the safetensors file cannot be read: {exception.Message}", exception);
        }
    }

    private static Entry Checked(JsonProperty member)
    {
        var code = member.Value.GetProperty("dtype").GetString() ?? "";
        var kind = StorageKind.FindCode(code) ?? throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"The tensor '{member.Name}' has the element type '{code}', which is not read.");
        var shape = member.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray();
        var offsets = member.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var count = Int128.One;
        foreach (var side in shape)
            count = count <= Array.MaxLength ? count * side : count; // once too large, too large
        if (shape.Any(side => side < 0) || count > Array.MaxLength / kind.Bytes || offsets is not [>= 0 and var from, var to] || (Int128)to - from != count * kind.Bytes)
            throw new CheckpointRefusedException(
                CheckpointRefusal.BadTensor, $"The tensor '{member.Name}' of {code} has the shape [{string.Join(", ", shape)}] and the offsets [{string.Join(", ", offsets)}], which do not fit.");
        return new Entry(member.Name, kind, shape, from, (long)count);
    }

    private static void CheckFilled(List<Entry> entries, long dataBytes)
    {
        var end = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.From).ThenBy(entry => entry.Count))
        {
            if (entry.From != end)
                throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"The tensor '{entry.Name}' begins at byte {entry.From}, but the one before it ends at {end}.");
            end += entry.Count * entry.Kind.Bytes;
        }

        if (end != dataBytes)
            throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"The tensors have {end} bytes, the file {dataBytes}.");
    }

    private static float[] Values(Stream file, long dataStart, Entry entry)
    {
        var bytes = new byte[entry.Count * entry.Kind.Bytes];
        file.Position = dataStart + entry.From;
        file.ReadExactly(bytes);
        var values = new float[entry.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = entry.Kind.Read(bytes.AsSpan(i * entry.Kind.Bytes, entry.Kind.Bytes));
        return values;
    }

    private sealed record Entry(string Name, StorageKind Kind, long[] Shape, long From, long Count);
}
