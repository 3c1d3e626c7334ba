using NetVips;

namespace StayPositive.Detector.Decoding;

/// <summary>Rows of a libvips pipeline that reads its file from top to bottom.</summary>
/// <param name="rgb">8-bit RGB; disposed with the rows.</param>
/// <param name="source">What it reads from; disposed last.</param>
/// <param name="refuse">Why, when the file turns out to be damaged.</param>
internal sealed class VipsRows(Image rgb, Source source, Func<ImageRejected> refuse) : PixelRows(rgb.Width, rgb.Height)
{
    private Region? region; // made by the thread that reads: libvips binds it to that thread
    private int next;

    public override void Read(Span<byte> rows)
    {
        var count = rows.Length / (3 * Width);
        try
        {
            region ??= Region.New(rgb);
            region.Fetch(0, next, Width, count).CopyTo(rows);
        }
        catch (VipsException)
        {
            // Its message is not passed on: libvips keeps one error text for all threads, so it may speak of another image.
            throw new DecodeException(refuse());
        }

        next += count;
    }

    public override void Dispose()
    {
        region?.Dispose();
        rgb.Dispose();
        source.Dispose();
    }
}
