namespace StayPositive.Detector.Decoding;

/// <summary>
/// Counts the pixels that a GIF image's LZW codes stand for (GIF89a specification, appendix F): libvips shows what there is of a stream that ends early, and says
/// nothing of the rest.
/// </summary>
internal ref struct GifPixels(ReadOnlySpan<byte> bytes, int at)
{
    private const int MostCodes = 4096;
    private const int MostBits = 12;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at = at; // of the next byte
    private int left; // bytes of this sub-block
    private uint window;
    private int bits;

    /// <summary>True when the codes stand for at least as many pixels.</summary>
    /// <param name="codeSize">Bits of a colour, as stated before the first sub-block.</param>
    /// <param name="pixels">Width x height.</param>
    public bool Fill(int codeSize, long pixels)
    {
        if (codeSize is < 1 or > 8)
            return false;
        var clear = 1 << codeSize;
        Span<int> lengths = stackalloc int[MostCodes]; // of what a code stands for
        lengths[..clear].Fill(1);
        var (next, width, previous, count) = (clear + 2, codeSize + 1, -1, 0L);
        while (count < pixels)
        {
            var code = Read(width);
            if (code < 0 || code == clear + 1)
                return false;
            if (code == clear)
            {
                (next, width, previous) = (clear + 2, codeSize + 1, -1);
                continue;
            }

            if (code > next || (previous < 0 && code >= clear) || (code == next && next == MostCodes))
                return false;
            if (previous >= 0 && next < MostCodes)
            {
                lengths[next++] = lengths[previous] + 1;
                if (next == 1 << width && width < MostBits)
                    width++;
            }

            count += lengths[code];
            previous = code;
        }

        return true;
    }

    /// <summary>The next code, least significant bit first; -1 at the end of the sub-blocks.</summary>
    private int Read(int width)
    {
        for (; bits < width; bits += 8)
        {
            if (left == 0)
            {
                if (at >= bytes.Length || bytes[at] == 0)
                    return -1;
                left = bytes[at++];
            }

            if (at >= bytes.Length)
                return -1;
            window |= (uint)bytes[at++] << bits;
            left--;
        }

        var code = (int)(window & ((1u << width) - 1));
        (window, bits) = (window >> width, bits - width);
        return code;
    }
}
