namespace StayPositive.Detector.Decoding;

/// <summary>What decoding a file costs, bounded from above by its header.</summary>
/// <param name="Bytes">Memory besides the file and some strips of rows; 0 where rows are handed out as they are read.</param>
/// <param name="Megapixels">Width x height of all frames that must be drawn.</param>
internal readonly record struct DecodeNeeds(long Bytes, double Megapixels)
{
    /// <summary>Memory for a frame that a decoder cannot hand out row by row.</summary>
    public static long OfFrame(ImageFacts facts)
    {
        long sample = facts.BitsPerSample / 8;
        var perPixel = facts.Format switch
        {
            ImageFormat.Jpeg => 2 * facts.Bands, // libjpeg keeps the coefficients, 16 bits each
            ImageFormat.Png => facts.Bands * sample,
            ImageFormat.WebP => 4 + 4, // RGBA of the frame and of the canvas
            ImageFormat.Gif => 1 + 4 + 4, // indices, frame, canvas
            ImageFormat.Avif => 3 * sample + 4 * sample, // YUV and RGBA
            _ => 2 * facts.Bands * sample, // a TIFF may be one strip, compressed and not
        };
        return perPixel * facts.Width * facts.Height;
    }

    /// <summary>Memory for an <see cref="ApngCanvas"/>: the canvas, the one before, the one shown, and a frame as it is decoded and in RGBA.</summary>
    public static long OfCanvas(ImageFacts facts) => (4 + 4 + 4 + 4 + 4L * facts.BitsPerSample / 8) * facts.Width * facts.Height;
}
