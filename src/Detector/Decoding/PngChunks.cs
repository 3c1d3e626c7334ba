using System.Buffers.Binary;
using System.IO.Hashing;

namespace StayPositive.Detector.Decoding;

/// <summary>Walks and writes the chunks of a PNG file (W3C PNG, third edition).</summary>
internal static class PngChunks
{
    /// <summary>Bytes of a chunk beside its data: length, kind, check sum.</summary>
    public const int Overhead = 12;

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Offset of the first chunk of a kind, or -1 when the chain of chunks ends or breaks before it.</summary>
    public static int Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> kind)
    {
        var at = Signature.Length;
        while (TryRead(bytes, ref at, out var found, out _))
            if (bytes.Slice(found, 4).SequenceEqual(kind))
                return found - 4;
        return -1;
    }

    /// <summary>Reads the chunk at <paramref name="at"/> and moves behind it. False when it is not whole.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="at">Offset.</param>
    /// <param name="kind">Offset of the kind, four bytes.</param>
    /// <param name="length">Bytes of data, which follow the kind.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out int kind, out int length)
    {
        (kind, length) = (0, 0);
        if (at < 0 || at + (long)Overhead > bytes.Length)
            return false;
        var stated = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
        if (at + Overhead + (long)stated > bytes.Length)
            return false;
        (kind, length) = (at + 4, (int)stated);
        at += Overhead + length;
        return true;
    }

    /// <summary>True when the check sum behind the data is that of kind and data.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> bytes, int kind, int length) =>
        Crc32.HashToUInt32(bytes.Slice(kind, 4 + length)) == BinaryPrimitives.ReadUInt32BigEndian(bytes[(kind + 4 + length)..]);

    public static void Write(Stream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, data.Length);
        png.Write(four);
        png.Write(kind);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(kind);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(four, crc.GetCurrentHashAsUInt32());
        png.Write(four);
    }
}
