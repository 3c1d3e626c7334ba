using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>Top-level boxes of AVIF, HEIC (ISO/IEC 14496-12) and JPEG XL files: C2PA, XMP, EXIF. Boxes inside boxes are not followed, except the items of <c>meta</c>.</summary>
internal static class BoxDeclarations
{
    // d8fec3d6-1b0e-483c-9297-5828877ec481
    private static ReadOnlySpan<byte> C2pa => [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];

    // be7acfcb-97a9-42e8-9c71-999491e3afac
    private static ReadOnlySpan<byte> Xmp => [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];

    public static void Read(ReadOnlySpan<byte> bytes, Declarations found)
    {
        var rest = bytes;
        var hasMeta = false;
        while (TryCut(ref rest, out var kind, out var data))
        {
            if (kind.SequenceEqual("uuid"u8) && data.StartsWith(C2pa))
                found.AddC2pa();
            else if (kind.SequenceEqual("uuid"u8) && data.StartsWith(Xmp))
                XmpDeclarations.Read(data[Xmp.Length..], found);
            else if (kind.SequenceEqual("jumb"u8) && Jumbf.IsC2pa(data))
                found.AddC2pa();
            else if (kind.SequenceEqual("xml "u8))
                XmpDeclarations.Read(data, found);
            else if (kind.SequenceEqual("Exif"u8))
                Exif(data, found);
            else if (kind.SequenceEqual("meta"u8) && !hasMeta)
            {
                hasMeta = true; // a file has one
                HeifItems.Read(bytes, data, found);
            }
        }
    }

    /// <summary>Four bytes say where the TIFF structure begins behind them.</summary>
    public static void Exif(ReadOnlySpan<byte> data, Declarations found)
    {
        if (data.Length >= 4)
            TiffDeclarations.Read(Part.From(data, 4UL + BinaryPrimitives.ReadUInt32BigEndian(data)), found);
    }

    /// <summary>Cuts off the next box: size (4; 1 = 8 bytes of size follow, 0 = to the end), kind (4), data. A box that is cut short is given as far as it goes.</summary>
    public static bool TryCut(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> kind, out ReadOnlySpan<byte> data)
    {
        kind = data = default;
        if (rest.Length < 8)
            return false;
        var (size, header) = ((ulong)BinaryPrimitives.ReadUInt32BigEndian(rest), 8UL);
        if (size == 1 && rest.Length >= 16)
            (size, header) = (BinaryPrimitives.ReadUInt64BigEndian(rest[8..]), 16);
        else if (size == 0)
            size = (ulong)rest.Length;
        if (size < header)
            return false;
        kind = rest.Slice(4, 4);
        data = Part.Of(rest, header, size - header);
        rest = Part.From(rest, size);
        return true;
    }
}
