using System.Buffers.Binary;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Provenance;

/// <summary>The segments before a JPEG's first scan: EXIF and XMP in APP1, JUMBF in APP11, Photoshop's resources in APP13. The XMP of "extended" segments is not read.</summary>
internal static class JpegDeclarations
{
    private const byte App1 = 0xE1;
    private const byte App11 = 0xEB;
    private const byte App13 = 0xED;

    private static ReadOnlySpan<byte> Xmp => "http://ns.adobe.com/xap/1.0/\0"u8;

    public static void Read(ReadOnlySpan<byte> bytes, Declarations found)
    {
        Span<byte> head = stackalloc byte[Jumbf.HeadLength];
        var (have, instance) = (0, -1);
        var at = 2;
        while (JpegMarkers.NextSegment(bytes, ref at, out var marker, out var data))
        {
            if (marker == App1 && data.StartsWith(Xmp))
                XmpDeclarations.Read(data[Xmp.Length..], found);
            else if (marker == App1 && data.StartsWith(TiffDeclarations.ExifHeader))
                TiffDeclarations.Read(data, found);
            else if (marker == App13)
                IptcDeclarations.ReadPhotoshop(data, found);
            else if (marker == App11 && TryPiece(data, out var box, out var sequence, out var piece))
            {
                if (sequence == 1)
                    (have, instance) = (0, box);
                if (box != instance)
                    continue;
                piece = piece[..Math.Min(piece.Length, head.Length - have)];
                piece.CopyTo(head[have..]);
                have += piece.Length;
                if (Jumbf.IsC2pa(head[..have]))
                    found.AddC2pa();
            }
        }
    }

    /// <summary>
    /// A box that is longer than a segment goes on in the next one with the same instance number, its header repeated (ISO/IEC 19566-5, annex D): "JP",
    /// instance (2), sequence (4), size (4), type (4), contents.
    /// </summary>
    private static bool TryPiece(ReadOnlySpan<byte> data, out int instance, out uint sequence, out ReadOnlySpan<byte> piece)
    {
        const int header = 16;
        (instance, sequence) = (0, 0);
        piece = default;
        if (data.Length < header || !data.StartsWith("JP"u8) || !data[12..].StartsWith("jumb"u8))
            return false;
        instance = BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        sequence = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        var longSize = BinaryPrimitives.ReadUInt32BigEndian(data[8..]) == 1; // then 8 bytes of size follow
        piece = Part.From(data, longSize ? header + 8 : (ulong)header);
        return true;
    }
}
