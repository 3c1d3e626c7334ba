using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Building;

/// <summary>Windows bitmaps, by hand: no library here writes them.</summary>
internal static class Bmp
{
    private const int HeaderBytes = 54; // BITMAPFILEHEADER and BITMAPINFOHEADER

    /// <summary>A file whose fields are all free to lie.</summary>
    /// <param name="width">biWidth.</param>
    /// <param name="height">biHeight; negative = from the top down.</param>
    /// <param name="bits">biBitCount.</param>
    /// <param name="data">Pixels.</param>
    /// <param name="compression">biCompression: 0 none, 1 RLE8, 2 RLE4, 3 bit fields, 4 JPEG, 5 PNG.</param>
    /// <param name="palette">Four bytes a colour.</param>
    /// <param name="colours">biClrUsed; null = as many as the palette has.</param>
    /// <param name="offset">bfOffBits; null = right.</param>
    /// <param name="headerSize">biSize.</param>
    public static byte[] File(
        int width, int height, int bits, byte[] data, uint compression = 0, byte[]? palette = null, uint? colours = null, uint? offset = null, uint headerSize = 40)
    {
        palette ??= [];
        return
        [
            .. "BM"u8, .. Little32((uint)(HeaderBytes + palette.Length + data.Length)), .. Little32(0), .. Little32(offset ?? (uint)(HeaderBytes + palette.Length)),
            .. Little32(headerSize), .. Little32((uint)width), .. Little32((uint)height), .. Little16(1), .. Little16(bits), .. Little32(compression),
            .. Little32((uint)data.Length), .. Little32(2835), .. Little32(2835), .. Little32(colours ?? (uint)(palette.Length / 4)), .. Little32(0),
            .. palette, .. data,
        ];
    }

    /// <summary>A sound image of random pixels.</summary>
    public static byte[] Sound(int width, int height, int bits, bool topDown = false)
    {
        var chance = new Chance(bits, width);
        var row = (width * bits + 31) / 32 * 4;
        return File(width, topDown ? -height : height, bits, chance.Bytes(row * height), palette: bits <= 8 ? chance.Bytes(4 << bits) : null);
    }

    /// <summary>A sound RLE8 image: each row one run.</summary>
    public static byte[] Rle8(int width, int height)
    {
        byte[] rows = [.. Enumerable.Range(0, height).SelectMany(y => new byte[] { (byte)width, (byte)y, 0, 0 }), 0, 1];
        return File(width, height, 8, rows, compression: 1, palette: new Chance(8, 1).Bytes(1024));
    }
}
