namespace StayPositive.Detector.Provenance;

/// <summary>JUMBF boxes (ISO/IEC 19566-5) that hold a C2PA manifest store.</summary>
internal static class Jumbf
{
    /// <summary>Bytes of a superbox's contents that suffice: size, "jumd", type.</summary>
    public const int HeadLength = 24;

    /// <summary>True if the contents of a superbox begin with the description of a C2PA manifest store.</summary>
    public static bool IsC2pa(ReadOnlySpan<byte> contents) =>
        contents.Length >= HeadLength && contents[4..].StartsWith("jumd"u8) && contents[8..].StartsWith(C2paType);

    // 63327061-0011-0010-8000-00AA00389B71
    private static ReadOnlySpan<byte> C2paType => [0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
}
