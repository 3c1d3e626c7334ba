using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Features;

/// <summary>
/// Rows that are decoded while tiles run: a thread of its own reads ahead by about one row of tiles, and the rows that the current tiles see are kept in a ring.
/// Memory: (rows of the tallest window + read ahead) x width x 3 bytes, whatever the height of the image.
/// </summary>
internal sealed class SlidingRows : IImageRows, IDisposable
{
    private const int StripRows = 32;

    private readonly BlockingCollection<byte[]> strips;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread reader;
    private readonly NativeBuffer<byte> ring;
    private readonly int capacity;
    private Exception? fault;
    private int read;

    /// <param name="rows">Read, and disposed, by the thread.</param>
    /// <param name="window">Rows that are available at the same time, at most.</param>
    public SlidingRows(PixelRows rows, int window)
    {
        (Width, Height) = (rows.Width, rows.Height);
        capacity = Math.Min(Height, window) + StripRows; // a strip is put in whole
        ring = new NativeBuffer<byte>(checked(capacity * LineLength));
        strips = new BlockingCollection<byte[]>(Math.Max(2, window / StripRows));
        reader = new Thread(() => ReadAll(rows)) { IsBackground = true, Name = "pixel rows" };
        reader.Start();
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>How long <see cref="Advance"/> has waited for pixels.</summary>
    public TimeSpan Waited { get; private set; }

    private int LineLength => 3 * Width;

    public void Advance(int first, int end)
    {
        var from = Stopwatch.GetTimestamp();
        while (read < end)
        {
            if (!strips.TryTake(out var strip, Timeout.Infinite))
                throw fault is DecodeException damaged ? new DecodeException(damaged.Rejected) : new InvalidOperationException("The rows ended too early.", fault);
            var count = Math.Min(StripRows, Height - read);
            Debug.Assert(read + count - first <= capacity, "The ring is too small.");
            for (var line = 0; line < count; line++)
                strip.AsSpan(line * LineLength, LineLength).CopyTo(ring.Span[((read + line) % capacity * LineLength)..]);
            ArrayPool<byte>.Shared.Return(strip);
            read += count;
        }

        Waited += Stopwatch.GetElapsedTime(from);
    }

    public ReadOnlySpan<byte> Row(int y) => ring.Span.Slice(y % capacity * LineLength, LineLength);

    /// <summary>Ends the thread, wherever it is.</summary>
    public void Dispose()
    {
        stop.Cancel();
        reader.Join();
        while (strips.TryTake(out var strip))
            ArrayPool<byte>.Shared.Return(strip);
        ring.Dispose();
        strips.Dispose();
        stop.Dispose();
    }

    private void ReadAll(PixelRows rows)
    {
        try
        {
            using (rows)
            {
                for (var y = 0; y < Height; y += StripRows)
                {
                    var strip = ArrayPool<byte>.Shared.Rent(StripRows * LineLength);
                    rows.Read(strip.AsSpan(0, Math.Min(StripRows, Height - y) * LineLength));
                    strips.Add(strip, stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: nobody waits.
        }
#pragma warning disable CA1031 // handed to the thread that waits for the rows
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault = exception;
        }
        finally
        {
            strips.CompleteAdding();
        }
    }
}
