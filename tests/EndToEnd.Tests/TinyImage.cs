using System.Buffers.Binary;

namespace StayPositive.EndToEnd.Tests;

/// <summary>Small bitmaps of 24 bits, made from a seed.</summary>
internal static class TinyImage
{
    private const int Header = 54;
    private const int InfoHeader = 40;

    /// <summary>A BMP of 32..96 pixels a side; another seed is another content.</summary>
    public static byte[] Bmp(int seed)
    {
        var random = new Random(seed);
        var (width, height) = (random.Next(32, 97), random.Next(32, 97));
        var stride = (3 * width + 3) / 4 * 4;
        var file = new byte[Header + stride * height];
        random.NextBytes(file.AsSpan(Header));
        "BM"u8.CopyTo(file);
        Write(2, file.Length);
        Write(10, Header);
        Write(14, InfoHeader);
        Write(18, width);
        Write(22, height);
        file[26] = 1; // planes
        file[28] = 24; // bits a pixel
        return file;

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
    }
}
