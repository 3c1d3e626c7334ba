using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>Walks the marker segments of a JPEG file (ITU-T T.81, annex B), so that the markers of a thumbnail inside EXIF are not taken for its own.</summary>
internal static class JpegMarkers
{
    private const byte Prefix = 0xFF;
    private const byte FirstFrame = 0xC0;
    private const byte HuffmanTables = 0xC4;
    private const byte Reserved = 0xC8;
    private const byte ArithmeticTables = 0xCC;
    private const byte LastFrame = 0xCF;
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;
    private const byte App0 = 0xE0;
    private const int FrameComponents = 9; // marker (2), length (2), bits (1), height (2), width (2)
    private const int ScanComponents = 4; // marker (2), length (2)
    private const int JfifMajor = 9; // marker (2), length (2), "JFIF\0" (5)

    /// <summary>
    /// False when the bytes end before the image's own EOI marker. A file that breaks the rules otherwise counts as complete: the decoder says what is wrong.
    /// </summary>
    public static bool HasEnd(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (NextMarker(bytes, ref at))
        {
            var marker = bytes[at + 1];
            if (marker == End)
                return true;
            if (Skip(bytes, ref at) is { } whole)
                return whole;
            if (marker == Scan)
                SkipEntropyCoded(bytes, ref at);
        }

        return false;
    }

    /// <summary>False when <see cref="Tidy"/> would change something.</summary>
    public static bool IsTidy(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        for (var from = at; NextMarker(bytes, ref at); from = at)
        {
            if (bytes[from..at].ContainsAnyExcept(Prefix) || JfifVersion(bytes, at) is > 0 and var version && bytes[version] != 1)
                return false;
            if (bytes[at + 1] is Scan or End || Skip(bytes, ref at) is not null)
                return true;
        }

        return true;
    }

    /// <summary>
    /// Takes away what decoders warn of without any effect on pixels, so that every other warning can be an error: stray bytes between the segments before the
    /// first scan become fill bytes (legal before any marker), and a JFIF version other than 1 becomes 1.
    /// </summary>
    public static void Tidy(Span<byte> bytes)
    {
        var at = 2;
        for (var from = at; NextMarker(bytes, ref at); from = at)
        {
            bytes[from..at].Fill(Prefix);
            if (JfifVersion(bytes, at) is > 0 and var version)
                bytes[version] = 1;
            if (bytes[at + 1] is Scan or End || Skip(bytes, ref at) is not null)
                return;
        }
    }

    /// <summary>Offset of the major version in a JFIF segment, else 0.</summary>
    private static int JfifVersion(ReadOnlySpan<byte> bytes, int at) =>
        bytes[at + 1] == App0 && bytes.Length > at + JfifMajor && bytes.Slice(at + 4, 5).SequenceEqual("JFIF\0"u8) ? at + JfifMajor : 0;

    /// <summary>What the first frame header says; null without one.</summary>
    public static JpegFrame? Frame(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (NextMarker(bytes, ref at))
        {
            var marker = bytes[at + 1];
            if (marker is >= FirstFrame and <= LastFrame and not (HuffmanTables or Reserved or ArithmeticTables))
                return at + 4 < bytes.Length ? new JpegFrame(marker - FirstFrame, bytes[at + 4]) : null;
            if (marker is Scan or End || Skip(bytes, ref at) is not null)
                return null;
        }

        return null;
    }

    /// <summary>
    /// True when one scan holds all components and is not progressive: rows can then be decoded as they come. Every other kind needs all its coefficients in memory.
    /// </summary>
    public static bool IsOneScan(ReadOnlySpan<byte> bytes)
    {
        var (at, components) = (2, 0);
        while (NextMarker(bytes, ref at))
        {
            var marker = bytes[at + 1];
            if (marker is >= FirstFrame and <= LastFrame and not (HuffmanTables or Reserved or ArithmeticTables))
            {
                if ((marker - FirstFrame) is not (0 or 1 or 9) || at + FrameComponents >= bytes.Length)
                    return false;
                components = bytes[at + FrameComponents];
            }

            if (marker == Scan)
                return at + ScanComponents < bytes.Length && bytes[at + ScanComponents] == components;
            if (marker == End || Skip(bytes, ref at) is not null)
                return false;
        }

        return false;
    }

    /// <summary>Moves to the next marker, over fill bytes and stray ones. False at the end of the bytes.</summary>
    private static bool NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        for (; at + 1 < bytes.Length; at++)
            if (bytes[at] == Prefix && bytes[at + 1] is not (0x00 or Prefix))
                return true;
        return false;
    }

    /// <summary>Moves behind the segment. Null when it is whole, false when the bytes end inside it, true when it breaks the rules.</summary>
    private static bool? Skip(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes[at + 1] is (>= 0xD0 and <= Start) or 0x01)
        {
            at += 2; // RSTn, SOI, TEM stand alone
            return null;
        }

        if (at + 4 > bytes.Length)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        if (length < 2)
            return true;
        at += 2 + length;
        return at > bytes.Length ? false : null;
    }

    private static void SkipEntropyCoded(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (NextMarker(bytes, ref at) && bytes[at + 1] is >= 0xD0 and <= 0xD7)
            at += 2;
    }
}
