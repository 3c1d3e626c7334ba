using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>RIFF chunks of a WebP file: C2PA, EXIF, XMP.</summary>
internal static class WebPDeclarations
{
    public static void Read(ReadOnlySpan<byte> bytes, Declarations found)
    {
        const int header = 8;
        ulong at = 12;
        while (Part.From(bytes, at) is { Length: >= header } chunk)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var kind = chunk[..4];
            var data = Part.Of(chunk, header, length);
            if (kind.SequenceEqual("C2PA"u8) && !data.IsEmpty)
                found.AddC2pa();
            else if (kind.SequenceEqual("EXIF"u8))
                TiffDeclarations.Read(data, found);
            else if (kind.SequenceEqual("XMP "u8))
                XmpDeclarations.Read(data, found);
            at += header + length + (length & 1);
        }
    }
}
