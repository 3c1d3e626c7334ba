using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>The EXIF and XMP items of a HEIF or AVIF file: <c>iinf</c> says which they are, <c>iloc</c> where (ISO/IEC 14496-12, 8.11). One extent each.</summary>
internal static class HeifItems
{
    private const int MostItems = 8;

    public static void Read(ReadOnlySpan<byte> file, ReadOnlySpan<byte> meta, Declarations found)
    {
        ReadOnlySpan<byte> information = [], locations = [], inside = [];
        var rest = Part.From(meta, 4); // version, flags
        while (BoxDeclarations.TryCut(ref rest, out var kind, out var data))
        {
            if (kind.SequenceEqual("iinf"u8))
                information = data;
            else if (kind.SequenceEqual("iloc"u8))
                locations = data;
            else if (kind.SequenceEqual("idat"u8))
                inside = data;
        }

        var items = Items(information);
        if (items.Count == 0)
            return;
        var walk = new HeifLocations(locations);
        while (walk.TryNext(out var item, out var inIdat, out var offset, out var length))
        {
            if (!items.Remove(item, out var isXmp))
                continue;
            var data = Part.Of(inIdat ? inside : file, offset, length);
            if (isXmp)
                XmpDeclarations.Read(data, found);
            else
                BoxDeclarations.Exif(data, found);
        }
    }

    /// <summary>Numbers of the items of interest; true = XMP, false = EXIF.</summary>
    private static Dictionary<uint, bool> Items(ReadOnlySpan<byte> information)
    {
        var items = new Dictionary<uint, bool>();
        if (information.Length < 8)
            return items;
        var rest = information[(information[0] == 0 ? 6 : 8)..]; // version, flags, count
        while (items.Count < MostItems && BoxDeclarations.TryCut(ref rest, out _, out var entry))
        {
            if (entry.Length < 4 || entry[0] is not (2 or 3))
                continue;
            var wide = entry[0] == 3;
            var kind = Part.From(entry, wide ? 10UL : 8UL); // number, protection index
            if (kind.Length < 4)
                continue;
            var number = wide ? BinaryPrimitives.ReadUInt32BigEndian(entry[4..]) : BinaryPrimitives.ReadUInt16BigEndian(entry[4..]);
            if (kind.StartsWith("Exif"u8))
                items[number] = false;
            else if (kind.StartsWith("mime"u8) && kind.IndexOf("application/rdf+xml"u8) >= 0)
                items[number] = true;
        }

        return items;
    }
}
