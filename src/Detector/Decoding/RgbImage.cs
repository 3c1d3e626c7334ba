using System.Buffers;
using StayPositive.Detector.Features;

namespace StayPositive.Detector.Decoding;

/// <summary>Decoded pixels: interleaved 8-bit RGB, row by row, in a pooled buffer that goes back on disposal. Immutable until then.</summary>
public sealed class RgbImage : IImageRows, IDisposable
{
    private byte[]? buffer;

    private RgbImage(int width, int height, byte[] buffer) => (Width, Height, this.buffer) = (width, height, buffer);

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>[Height, Width, 3].</summary>
    /// <exception cref="ObjectDisposedException">The image has been disposed.</exception>
    public ReadOnlySpan<byte> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(buffer is null, this);
            return buffer.AsSpan(0, ByteCount(Width, Height));
        }
    }

    /// <summary>One row, [Width, 3].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ObjectDisposedException">The image has been disposed.</exception>
    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Width * 3, Width * 3);

    /// <summary>Copies pixels.</summary>
    /// <param name="width">At least 1.</param>
    /// <param name="height">At least 1.</param>
    /// <param name="rgb">[height, width, 3].</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException">The number of bytes does not fit.</exception>
    public static RgbImage FromPixels(int width, int height, ReadOnlySpan<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != ByteCount(width, height))
            throw new ArgumentException($"{rgb.Length} bytes do not fill {width} x {height} RGB pixels.", nameof(rgb));

        var buffer = ArrayPool<byte>.Shared.Rent(rgb.Length);
        rgb.CopyTo(buffer);
        return new RgbImage(width, height, buffer);
    }

    void IImageRows.Advance(int first, int end)
    {
        // All rows are here.
    }

    /// <summary>Decodes all rows.</summary>
    /// <exception cref="DecodeException">The data is damaged; nothing is returned of it.</exception>
    internal static RgbImage Read(PixelRows rows)
    {
        const int strip = 64;
        var image = new RgbImage(rows.Width, rows.Height, ArrayPool<byte>.Shared.Rent(ByteCount(rows.Width, rows.Height)));
        try
        {
            for (var y = 0; y < rows.Height; y += strip)
                rows.Read(image.buffer.AsSpan(ByteCount(rows.Width, y), ByteCount(rows.Width, Math.Min(strip, rows.Height - y))));
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Gives the buffer back; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref buffer, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private static int ByteCount(int width, int height) => checked(width * height * 3);
}
