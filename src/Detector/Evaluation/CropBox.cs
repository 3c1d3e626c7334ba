using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Evaluation;

/// <summary>A box of pixels inside an image.</summary>
/// <param name="X">Left edge, pixels.</param>
/// <param name="Y">Top edge, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public readonly record struct CropBox(int X, int Y, int Width, int Height)
{
    /// <summary>The square of <paramref name="side"/> pixels in the middle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image is smaller than the square.</exception>
    public static CropBox Centre(int width, int height, int side)
    {
        CheckFits(width, height, side);
        return new CropBox((width - side) / 2, (height - side) / 2, side, side);
    }

    /// <summary>A square at a place drawn from the seed and the key: images of one size and key are cut at the same place, in any order of work.</summary>
    /// <param name="width">Of the image, pixels.</param>
    /// <param name="height">Of the image, pixels.</param>
    /// <param name="side">Of the square, pixels.</param>
    /// <param name="seed">Fixes all places.</param>
    /// <param name="key">Id of the source photo.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is smaller than the square.</exception>
    public static CropBox Seeded(int width, int height, int side, int seed, string key)
    {
        CheckFits(width, height, side);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{key}"));
        var x = Scale(BinaryPrimitives.ReadUInt32LittleEndian(digest), width - side + 1);
        var y = Scale(BinaryPrimitives.ReadUInt32LittleEndian(digest.AsSpan(4)), height - side + 1);
        return new CropBox(x, y, side, side);
    }

    /// <summary>Cuts the box out of an image. The caller disposes the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The box reaches beyond the image.</exception>
    public RgbImage Cut(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckInside(image.Width, image.Height);
        var pixels = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++) image.Row(Y + y).Slice(X * 3, Width * 3).CopyTo(pixels.AsSpan(y * Width * 3));
        return RgbImage.FromPixels(Width, Height, pixels);
    }

    /// <summary>Reads the rows that the box needs, and keeps the box.</summary>
    /// <exception cref="DecodeException">The data is damaged.</exception>
    internal RgbImage Cut(PixelRows rows)
    {
        CheckInside(rows.Width, rows.Height);
        var line = new byte[3 * rows.Width];
        var pixels = new byte[Width * Height * 3];
        for (var y = 0; y < Y + Height; y++)
        {
            rows.Read(line);
            if (y >= Y)
                line.AsSpan(3 * X, 3 * Width).CopyTo(pixels.AsSpan((y - Y) * Width * 3));
        }

        return RgbImage.FromPixels(Width, Height, pixels);
    }

    internal void CheckInside(int width, int height)
    {
        if (X < 0 || Y < 0 || Width < 1 || Height < 1 || X + Width > width || Y + Height > height)
            throw new ArgumentOutOfRangeException(nameof(width), $"The box {this} reaches beyond an image of {width} x {height}.");
    }

    private static int Scale(uint random, int range) => (int)((ulong)random * (ulong)range >> 32);

    private static void CheckFits(int width, int height, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, Math.Min(width, height));
    }
}
