using System.Buffers.Binary;
using System.Text;

namespace StayPositive.Fuzz.Containers;

/// <summary>PNG (W3C): a signature, then chunks with length, name and CRC.</summary>
internal sealed class PngChunks : IContainerFormat
{
    private const int Overhead = 12; // length, name, CRC
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Table = Enumerable.Range(0, 256).Select(value => Entry((uint)value)).ToArray();

    public List<Part> Split(byte[] file)
    {
        var parts = new List<Part>();
        for (var at = Signature.Length; at + Overhead <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (at + Overhead + (long)length > file.Length)
                break;
            parts.Add(new Part(Encoding.Latin1.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + (int)length)]));
            at += Overhead + (int)length;
        }

        return parts;
    }

    public byte[] Join(IReadOnlyList<Part> parts) => [.. Signature, .. parts.SelectMany(part => Chunk(part.Kind, part.Data))];

    /// <summary>One chunk with its right CRC.</summary>
    public static byte[] Chunk(string kind, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[Overhead + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.Latin1.GetBytes(kind, chunk.AsSpan(4, 4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = (crc >> 8) ^ Table[(byte)crc ^ value];
        return ~crc;
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
