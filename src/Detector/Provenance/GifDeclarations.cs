namespace StayPositive.Detector.Provenance;

/// <summary>Application extensions of a GIF: C2PA and XMP.</summary>
internal static class GifDeclarations
{
    private const byte Extension = 0x21;
    private const byte Picture = 0x2C;
    private const byte Application = 0xFF;
    private const int NameLength = 11;
    private const int MagicTrailer = 258; // makes the unframed XMP text look like sub-blocks (XMP specification, part 3)

    public static void Read(ReadOnlySpan<byte> bytes, Declarations found)
    {
        const int header = 13;
        if (bytes.Length < header)
            return;
        var at = header + ColourTable(bytes[10]);
        while (at + 2 < bytes.Length)
        {
            if (bytes[at] == Extension)
            {
                var end = SkipSubBlocks(bytes, at + 2);
                if (bytes[at + 1] == Application && bytes[at + 2] == NameLength && at + 3 + NameLength < end)
                    ReadApplication(bytes.Slice(at + 3, NameLength), bytes[(at + 3 + NameLength)..end], found);
                at = end;
            }
            else if (bytes[at] == Picture && at + 10 < bytes.Length)
            {
                at = SkipSubBlocks(bytes, at + 11 + ColourTable(bytes[at + 9])); // descriptor, colours, code size
            }
            else
            {
                return;
            }
        }
    }

    private static void ReadApplication(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, Declarations found)
    {
        if (name.StartsWith("C2PA_GIF"u8) && data.Length > 1)
            found.AddC2pa();
        else if (name.SequenceEqual("XMP DataXMP"u8))
            XmpDeclarations.Read(data[..Math.Max(0, data.Length - MagicTrailer)], found);
    }

    private static int ColourTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    /// <summary>Where the chain of sub-blocks ends, at most the end of the bytes.</summary>
    private static int SkipSubBlocks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] != 0)
            at += 1 + bytes[at];
        return Math.Min(at + 1, bytes.Length);
    }
}
