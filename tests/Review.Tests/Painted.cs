using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace StayPositive.Review.Tests;

/// <summary>Files made pixel by pixel, and chunks and segments for others.</summary>
internal static class Painted
{
    private const int Header = 54;

    /// <summary>Noise of its own: every feature is high.</summary>
    public static byte[] Noise(int seed, int side)
    {
        var random = new Random(seed);
        return Bmp(side, (_, _) => (byte)random.Next(256));
    }

    /// <summary>Even squares, each its own for the perceptual hash.</summary>
    public static byte[] Squares(int seed, int side)
    {
        var random = new Random(seed);
        var shades = Enumerable.Range(0, 64).Select(_ => (byte)random.Next(20, 230)).ToArray();
        return Bmp(side, (x, y) => shades[y * 8 / side * 8 + x * 8 / side]);
    }

    /// <summary>
    /// A PNG in which each pixel says where it is, as it is stored: see <see cref="Place"/>.
    /// </summary>
    /// <param name="width">Pixels, at most 4096.</param>
    /// <param name="height">Pixels, at most 4096.</param>
    /// <param name="orientation">EXIF, 1..8.</param>
    public static byte[] Map(int width, int height, int orientation = 1)
    {
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + 3 * width];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    (row[3 * x + 1], row[3 * x + 2], row[3 * x + 3]) = ((byte)x, (byte)y, (byte)((x >> 8) | (y >> 8 << 4)));
                deflate.Write(row);
            }
        }

        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        (size[8], size[9]) = (8, 2); // bits; RGB
        return Png(size, pixels.ToArray(), orientation == 1 ? [] : Chunk("eXIf", Exif([(0x0112, [(byte)orientation, 0])])));
    }

    /// <summary>Where a pixel of <see cref="Map"/> is.</summary>
    public static (int X, int Y) Place(int red, int green, int blue) => (red | ((blue & 15) << 8), green | (blue >> 4 << 8));

    /// <summary>A grey PNG of 64 x 64 pixels with further chunks.</summary>
    public static byte[] Grey(int shade, params byte[][] chunks)
    {
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
            for (var row = 0; row < 64; row++)
                deflate.Write([0, .. Enumerable.Range(0, 64).Select(column => (byte)(100 + shade + (row * column % 50)))]);
        return Png([0, 0, 0, 64, 0, 0, 0, 64, 8, 0, 0, 0, 0], pixels.ToArray(), chunks.SelectMany(chunk => chunk).ToArray());
    }

    /// <summary>A chunk of a PNG.</summary>
    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32.HashToUInt32(body));
        return [.. length, .. body, .. check];
    }

    /// <summary>A text of a PNG in Latin-1.</summary>
    public static byte[] Text(string keyword, string text) => Chunk("tEXt", [.. Encoding.Latin1.GetBytes(keyword), 0, .. Encoding.Latin1.GetBytes(text)]);

    /// <summary>A text of a PNG in UTF-8, with a translated keyword.</summary>
    public static byte[] International(string keyword, string text, string translated = "") =>
        Chunk("iTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, .. "en\0"u8, .. Encoding.UTF8.GetBytes(translated), 0, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>A JPEG with further segments behind its start.</summary>
    public static byte[] Jpeg(byte[] file, params (byte Marker, byte[] Data)[] segments) =>
        [.. file[..2], .. segments.SelectMany(segment => (byte[])[0xFF, segment.Marker, (byte)((segment.Data.Length + 2) >> 8), (byte)(segment.Data.Length + 2), .. segment.Data]), .. file[2..]];

    /// <summary>A TIFF structure of one directory, little-endian: texts, and short numbers of two bytes.</summary>
    /// <param name="entries">Tags, ascending, and their bytes; of two bytes = a short number, of a user comment = undefined, else a text.</param>
    public static byte[] Exif(IReadOnlyList<(int Tag, byte[] Value)> entries)
    {
        const int userComment = 0x9286;
        var at = 8 + 2 + 12 * entries.Count + 4;
        List<byte> directory = [.. "II*\0"u8, 8, 0, 0, 0, (byte)entries.Count, 0], values = [];
        foreach (var (tag, value) in entries)
        {
            var isShort = value.Length == 2;
            directory.AddRange([(byte)tag, (byte)(tag >> 8), (byte)(isShort ? 3 : tag == userComment ? 7 : 2), 0]);
            directory.AddRange(BitConverter.GetBytes(isShort ? 1 : value.Length));
            directory.AddRange(value.Length <= 4 ? [.. value, .. new byte[4 - value.Length]] : BitConverter.GetBytes(at + values.Count));
            if (value.Length > 4)
                values.AddRange(value);
        }

        return [.. directory, 0, 0, 0, 0, .. values];
    }

    private static byte[] Png(byte[] header, byte[] pixels, byte[] more) =>
        [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. more, .. Chunk("IDAT", pixels), .. Chunk("IEND", [])];

    private static byte[] Bmp(int side, Func<int, int, byte> shade)
    {
        var file = new byte[Header + 3 * side * side]; // rows are multiples of 4 bytes for sides that are
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in new[] { (2, file.Length), (10, Header), (14, Header - 14), (18, side), (22, side), (26, 1 | (24 << 16)) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (var n = 0; n < side * side; n++)
            file.AsSpan(Header + 3 * n, 3).Fill(shade(n % side, n / side));
        return file;
    }
}
