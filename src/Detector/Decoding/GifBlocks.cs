using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>Walks the blocks of a GIF file (GIF89a specification): decoders show what is there of a truncated one and say nothing.</summary>
internal static class GifBlocks
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;
    private const int Header = 13;

    /// <summary>False when the bytes end before the trailer. A file that breaks the rules otherwise counts as complete: the decoder says what is wrong.</summary>
    public static bool HasEnd(ReadOnlySpan<byte> bytes) => Walk(bytes, checkPixels: false);

    /// <summary>False when the codes of an image stand for fewer pixels than it has.</summary>
    public static bool AreImagesWhole(ReadOnlySpan<byte> bytes) => Walk(bytes, checkPixels: true);

    private static bool Walk(ReadOnlySpan<byte> bytes, bool checkPixels)
    {
        if (bytes.Length < Header)
            return false;
        var at = Header + TableLength(bytes[10]);
        while (at < bytes.Length)
        {
            switch (bytes[at])
            {
                case Trailer:
                    return true;
                case Extension:
                    at += 2; // and its label
                    break;
                case Image when at + 10 < bytes.Length:
                    var pixels = (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 5)..]) * BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 7)..]);
                    at += 10 + TableLength(bytes[at + 9]) + 1; // and the code size
                    if (checkPixels && (at > bytes.Length || !new GifPixels(bytes, at).Fill(bytes[at - 1], pixels)))
                        return false;
                    break;
                case Image:
                    return false;
                default:
                    return true;
            }

            if (!SkipSubBlocks(bytes, ref at))
                return false;
        }

        return false;
    }

    private static int TableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);

    private static bool SkipSubBlocks(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length)
        {
            var length = bytes[at++];
            if (length == 0)
                return true;
            at += length;
        }

        return false;
    }
}
