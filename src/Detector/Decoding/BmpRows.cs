using System.Buffers.Binary;
using System.Numerics;

namespace StayPositive.Detector.Decoding;

/// <summary>Rows of an uncompressed Windows bitmap.</summary>
internal sealed class BmpRows : PixelRows
{
    private readonly BmpFile file;
    private readonly byte behind;
    private readonly bool alpha;
    private int next;

    /// <param name="file">Checked headers.</param>
    /// <param name="behind">Grey level that transparent pixels are composited over.</param>
    public BmpRows(BmpFile file, byte behind)
        : base(file.Width, file.Height)
    {
        (this.file, this.behind) = (file, behind);
        alpha = file.HasAlpha && AnyAlpha(); // programs that know no alpha leave zeros there, and mean an opaque image
    }

    public override void Read(Span<byte> rows)
    {
        for (; !rows.IsEmpty; rows = rows[(3 * Width)..], next++)
        {
            var line = Line(next);
            var row = rows[..(3 * Width)];
            switch (file.BitsPerPixel)
            {
                case 24:
                    for (var x = 0; x < row.Length; x += 3)
                        (row[x], row[x + 1], row[x + 2]) = (line[x + 2], line[x + 1], line[x]);
                    break;
                case 16 or 32:
                    for (var x = 0; x < Width; x++)
                        Unpack(Pixel(line, x), row.Slice(3 * x, 3));
                    break;
                default:
                    for (var x = 0; x < Width; x++)
                        LookUp(Index(line, x), row.Slice(3 * x, 3));
                    break;
            }
        }
    }

    public override void Dispose()
    {
    }

    private ReadOnlySpan<byte> Line(int y) =>
        file.Bytes.Span.Slice((int)(file.Data + file.Stride * (file.TopDown ? y : Height - 1 - y)), (int)file.Stride);

    private uint Pixel(ReadOnlySpan<byte> line, int x) =>
        file.BitsPerPixel == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(line[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(line[(4 * x)..]);

    private int Index(ReadOnlySpan<byte> line, int x)
    {
        var bit = x * file.BitsPerPixel;
        return (line[bit / 8] >> (8 - file.BitsPerPixel - bit % 8)) & ((1 << file.BitsPerPixel) - 1);
    }

    private void LookUp(int index, Span<byte> rgb)
    {
        if (3 * index >= file.Palette.Length)
            throw DecodeException.Corrupt(ImageFormat.Bmp);
        var colour = file.Palette.AsSpan(3 * index, 3);
        (rgb[0], rgb[1], rgb[2]) = (colour[2], colour[1], colour[0]);
    }

    private void Unpack(uint pixel, Span<byte> rgb)
    {
        var opacity = alpha ? Sample(pixel, file.Masks[3]) : 255;
        for (var band = 0; band < 3; band++)
            rgb[band] = (byte)((2 * (Sample(pixel, file.Masks[band]) * opacity + (255 - opacity) * behind) + 255) / 510);
    }

    /// <summary>The bits under a mask, stretched to 0..255, rounded down as Pillow does.</summary>
    private static int Sample(uint pixel, uint mask)
    {
        var shift = BitOperations.TrailingZeroCount(mask);
        return (int)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }

    private bool AnyAlpha()
    {
        for (var y = 0; y < Height; y++)
        {
            var line = Line(y);
            for (var x = 0; x < Width; x++)
                if ((Pixel(line, x) & file.Masks[3]) != 0)
                    return true;
        }

        return false;
    }
}
