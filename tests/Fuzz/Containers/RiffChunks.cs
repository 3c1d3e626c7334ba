using System.Buffers.Binary;
using System.Text;

namespace StayPositive.Fuzz.Containers;

/// <summary>WebP (RFC 9649): RIFF chunks with little-endian lengths, padded to even.</summary>
internal sealed class RiffChunks : IContainerFormat
{
    public List<Part> Split(byte[] file)
    {
        var parts = new List<Part>();
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            if (at + 8 + (long)length > file.Length)
                break;
            parts.Add(new Part(Encoding.Latin1.GetString(file, at, 4), file[(at + 8)..(at + 8 + (int)length)]));
            at += 8 + (int)length + ((int)length & 1);
        }

        return parts;
    }

    public byte[] Join(IReadOnlyList<Part> parts)
    {
        byte[] chunks = [.. parts.SelectMany(Chunk)];
        return [.. "RIFF"u8, .. Length(4 + chunks.Length), .. "WEBP"u8, .. chunks];
    }

    private static byte[] Chunk(Part part) => [.. Encoding.Latin1.GetBytes(part.Kind), .. Length(part.Data.Length), .. part.Data, .. new byte[part.Data.Length & 1]];

    private static byte[] Length(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
