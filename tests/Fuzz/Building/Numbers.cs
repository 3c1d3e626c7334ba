using System.Buffers.Binary;

namespace StayPositive.Fuzz.Building;

/// <summary>Numbers as the bytes that formats write.</summary>
internal static class Numbers
{
    /// <summary>Values at which programs break.</summary>
    public static readonly uint[] Interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 63, 64, 127, 128, 129, 254, 255, 256, 257, 1000, 4095, 4096, 4097, 16383, 16384, 30000, 30001, 32767, 32768, 32769,
        65533, 65534, 65535, 65536, 65537, 0x00FFFFFF, 0x01000000, 0x10000000, 0x3FFFFFFF, 0x40000000, 0x7FFFFFFE, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xC0000000,
        0xFFFFFF00, 0xFFFFFFFE, 0xFFFFFFFF,
    ];

    public static byte[] Big32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Little32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    /// <summary>A copy with some bytes replaced; what would lie outside is left away.</summary>
    public static byte[] With(this byte[] file, int at, params byte[] bytes)
    {
        var copy = (byte[])file.Clone();
        for (var i = 0; i < bytes.Length && at + i < copy.Length; i++)
            if (at + i >= 0)
                copy[at + i] = bytes[i];
        return copy;
    }

    /// <summary>Offset of the first occurrence.</summary>
    /// <exception cref="ArgumentException">There is none: the seed is not what the case was written for.</exception>
    public static int Find(this byte[] file, ReadOnlySpan<byte> what, int from = 0) => file.AsSpan(from).IndexOf(what) is >= 0 and var at
        ? from + at
        : throw new ArgumentException($"The file does not hold {Convert.ToHexString(what)}.", nameof(what));
}
