using System.Buffers.Binary;
using NetVips;

namespace StayPositive.Detector.Decoding;

/// <summary>Draws the frames of an animated PNG one after the other, as a viewer does. 8-bit RGBA.</summary>
internal sealed class ApngCanvas(ApngFile file)
{
    private const byte Clear = 1;
    private const byte Restore = 2;

    private byte[] canvas = new byte[4 * (long)file.Width * file.Height];
    private int drawn;

    /// <summary>What is seen while a frame is shown: [height, width, 4], the caller's. Frames are asked for in rising order.</summary>
    /// <exception cref="DecodeException">A frame is damaged.</exception>
    public byte[] At(int index)
    {
        while (drawn < index)
            Draw(drawn++, keep: false);
        return Draw(drawn++, keep: true);
    }

    private byte[] Draw(int index, bool keep)
    {
        var frame = file.Frames[index];
        var dispose = index == 0 && frame.Dispose == Restore ? Clear : frame.Dispose;
        var before = dispose == Restore ? canvas.AsSpan().ToArray() : null;
        Blend(frame, Decode(frame));
        var shown = keep ? canvas.AsSpan().ToArray() : canvas;
        if (before is not null)
            canvas = before;
        else if (dispose == Clear)
            for (var y = frame.Y; y < frame.Y + frame.Height; y++)
                Row(frame, y).Clear();
        return shown;
    }

    private Span<byte> Row(ApngFrame frame, int y) => canvas.AsSpan(4 * (y * file.Width + frame.X), 4 * frame.Width);

    private void Blend(ApngFrame frame, byte[] pixels)
    {
        for (var y = 0; y < frame.Height; y++)
        {
            var source = pixels.AsSpan(4 * y * frame.Width, 4 * frame.Width);
            var target = Row(frame, frame.Y + y);
            if (!frame.Over)
                source.CopyTo(target);
            else
                for (var x = 0; x < source.Length; x += 4)
                    Over(source.Slice(x, 4), target.Slice(x, 4));
        }
    }

    /// <summary>Porter and Duff's "over" on straight alpha.</summary>
    private static void Over(ReadOnlySpan<byte> above, Span<byte> below)
    {
        if (above[3] == 0)
            return;
        if (above[3] == 255 || below[3] == 0)
        {
            above.CopyTo(below);
            return;
        }

        var under = below[3] * (255 - above[3]);
        var alpha = 255 * above[3] + under; // x 255
        for (var band = 0; band < 3; band++)
            below[band] = (byte)((2 * (255 * above[3] * above[band] + under * below[band]) + alpha) / (2 * alpha));
        below[3] = (byte)((2 * alpha + 255) / 510);
    }

    /// <summary>[height, width, 4], by libvips from a PNG that holds this frame alone.</summary>
    private byte[] Decode(ApngFrame frame)
    {
        try
        {
            using var source = Source.NewFromMemory(Alone(frame));
            using var image = Image.PngloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning);
            using var eight = image.Format == Enums.BandFormat.Ushort ? image.Cast(Enums.BandFormat.Uchar, shift: true) : image.Copy();
            using var colour = eight.Bands < 3 ? eight.Colourspace(Enums.Interpretation.Srgb) : eight.Copy();
            using var rgba = colour.Bands == 4 ? colour.Copy() : colour.Bandjoin(255);
            return rgba.WriteToMemory<byte>();
        }
        catch (VipsException)
        {
            throw DecodeException.Corrupt(ImageFormat.Png);
        }
    }

    private byte[] Alone(ApngFrame frame)
    {
        using var png = new MemoryStream();
        png.Write(PngChunks.Signature);
        var header = file.Header.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(header, frame.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), frame.Height);
        PngChunks.Write(png, "IHDR"u8, header);
        var bytes = file.Bytes.Span;
        foreach (var (kind, length) in file.Shared)
            PngChunks.Write(png, bytes.Slice(kind, 4), bytes.Slice(kind + 4, length));
        foreach (var (offset, length) in frame.Data)
            PngChunks.Write(png, "IDAT"u8, bytes.Slice(offset, length));
        PngChunks.Write(png, "IEND"u8, []);
        return png.ToArray();
    }
}
