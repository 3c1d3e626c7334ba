using NetVips;

namespace StayPositive.Detector.Decoding;

/// <summary>Rows of a libvips pipeline that reads its file from top to bottom.</summary>
/// <param name="rgb">8-bit RGB; disposed with the rows.</param>
/// <param name="source">What it reads from; disposed last.</param>
/// <param name="refuse">Why, when the file turns out to be damaged.</param>
internal sealed class VipsRows(Image rgb, Source source, Func<ImageRejected> refuse) : PixelRows(rgb.Width, rgb.Height)
{
    private const int MostBytes = 80_000; // a fetch makes an array, which above 85,000 bytes would live until a full collection

    private Region? region; // made by the thread that reads: libvips binds it to that thread
    private int next;

    public override void Read(Span<byte> rows)
    {
        try
        {
            region ??= Region.New(rgb);
            while (!rows.IsEmpty)
            {
                var count = Math.Min(rows.Length / (3 * Width), Math.Max(1, MostBytes / (3 * Width)));
                region.Fetch(0, next, Width, count).CopyTo(rows);
                rows = rows[(3 * Width * count)..];
                next += count;
            }
        }
        catch (VipsException)
        {
            // Its message is not passed on: libvips keeps one error text for all threads, so it may speak of another image.
            throw new DecodeException(refuse());
        }
    }

    public override void Dispose()
    {
        region?.Dispose();
        rgb.Dispose();
        source.Dispose();
    }
}
