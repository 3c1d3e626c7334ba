namespace StayPositive.Detector.Decoding;

/// <summary>The pixels of one frame, row by row from the top; the rest of the frame need not be in memory. Used by one thread, the same from the first read to the disposal.</summary>
internal abstract class PixelRows(int width, int height) : IDisposable
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Reads the next rows.</summary>
    /// <param name="rows">[n, Width, 3] for n whole rows, n at most as many as are left.</param>
    /// <exception cref="DecodeException">The data is damaged.</exception>
    public abstract void Read(Span<byte> rows);

    public abstract void Dispose();
}
