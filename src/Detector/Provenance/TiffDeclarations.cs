namespace StayPositive.Detector.Provenance;

/// <summary>The first directory and the EXIF directory of a TIFF structure: a TIFF file, or the EXIF part of another one.</summary>
internal static class TiffDeclarations
{
    private const int ProcessingSoftware = 0x000B;
    private const int Make = 0x010F;
    private const int Model = 0x0110;
    private const int Software = 0x0131;
    private const int Xmp = 0x02BC;
    private const int Iptc = 0x83BB;
    private const int Photoshop = 0x8649;
    private const int ExifDirectory = 0x8769;
    private const int UserComment = 0x9286;
    private const int C2pa = 0xCD41;

    /// <summary>What stands before the structure in JPEG, and in files of other formats whose writers copied it.</summary>
    public static ReadOnlySpan<byte> ExifHeader => "Exif\0\0"u8;

    public static void Read(ReadOnlySpan<byte> bytes, Declarations found)
    {
        if (bytes.StartsWith(ExifHeader))
            bytes = bytes[ExifHeader.Length..];
        if (!TiffReader.TryOpen(bytes, out var tiff))
            return;
        if (Directory(tiff, tiff.FirstDirectory, found) is { } exif)
            _ = Directory(tiff, exif, found); // never further: pointers may go in circles
    }

    /// <summary>Offset of the EXIF directory, if the directory has one.</summary>
    private static uint? Directory(TiffReader tiff, uint offset, Declarations found)
    {
        uint? exif = null;
        for (var entry = 0; tiff.TryEntry(offset, entry, out var tag, out var value); entry++)
        {
            if (tag == C2pa)
                found.AddC2pa();
            else if (tag == ExifDirectory)
                exif = tiff.Number(value);
            else if (tag == Xmp)
                XmpDeclarations.Read(value, found);
            else if (tag is (Software or ProcessingSoftware or Make or Model or UserComment or Iptc or Photoshop) && found.TakeItem())
                Item(tag, value, found);
        }

        return exif;
    }

    private static void Item(int tag, ReadOnlySpan<byte> value, Declarations found)
    {
        switch (tag)
        {
            case Software or ProcessingSoftware:
                found.AddSoftware(SafeText.Utf8(value));
                break;
            case Make or Model:
                Workflow(SafeText.Utf8(value), found);
                break;
            case UserComment:
                found.AddComment("Exif.UserComment", ExifComment.Decode(value));
                break;
            case Iptc:
                IptcDeclarations.Read(value, found);
                break;
            default:
                IptcDeclarations.ReadResources(value, found);
                break;
        }
    }

    /// <summary>ComfyUI's way with WebP: "workflow:{...}" and "prompt:{...}" in the fields of the camera's make and model.</summary>
    private static void Workflow(string text, Declarations found)
    {
        foreach (var key in (ReadOnlySpan<string>)["prompt", "workflow"])
            if (text.StartsWith($"{key}:{{", StringComparison.OrdinalIgnoreCase))
                found.AddText(key, text[(key.Length + 1)..]);
    }
}
