using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>The first directory of a TIFF file (TIFF 6.0, section 2), as far as it tells photographs from camera raw files, whose first page is a thumbnail.</summary>
internal static class TiffDirectory
{
    private const int EntryLength = 12;
    private const ushort NewSubfileType = 254;
    private const ushort DngVersion = 50706;

    /// <summary>True for BigTIFF, whose offsets have 64 bits.</summary>
    public static bool IsBig(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x49, 0x49, 0x2B, 0x00]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x4D, 0x00, 0x2B]);

    /// <summary>True for DNG, Canon CR2, and files whose first page calls itself a reduced version of another.</summary>
    public static bool IsCameraRaw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10)
            return false;
        if (bytes[8..].StartsWith("CR"u8))
            return true;
        var little = bytes[0] == 'I';
        var at = (long)Long(bytes[4..], little);
        if (at + 2 > bytes.Length)
            return false;
        var count = Short(bytes[(int)at..], little);
        at += 2;
        for (var entry = 0; entry < count && at + EntryLength <= bytes.Length; entry++, at += EntryLength)
        {
            var tag = Short(bytes[(int)at..], little);
            if (tag == DngVersion || (tag == NewSubfileType && (Long(bytes[((int)at + 8)..], little) & 1) != 0))
                return true;
        }

        return false;
    }

    /// <summary>Directories in the chain, counted up to <paramref name="most"/>: libvips walks the chain again for every page that it opens.</summary>
    public static int Count(ReadOnlySpan<byte> bytes, int most)
    {
        var little = bytes[0] == 'I';
        long at = 4; // of the offset of the next directory
        for (var count = 0; count < most; count++)
        {
            if (at + 4 > bytes.Length)
                return count;
            var directory = (long)Long(bytes[(int)at..], little);
            if (directory == 0 || directory + 2 > bytes.Length)
                return count;
            at = directory + 2 + (long)EntryLength * Short(bytes[(int)directory..], little);
        }

        return most;
    }

    private static ushort Short(ReadOnlySpan<byte> from, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);

    private static uint Long(ReadOnlySpan<byte> from, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(from) : BinaryPrimitives.ReadUInt32BigEndian(from);
}
