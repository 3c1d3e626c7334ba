using System.Buffers.Binary;

namespace StayPositive.Fuzz.Containers;

/// <summary>JPEG (ITU-T T.81, annex B): marker segments with lengths; entropy-coded bytes after a scan header belong to the scan's part.</summary>
internal sealed class JpegSegments : IContainerFormat
{
    private const byte Scan = 0xDA;

    public List<Part> Split(byte[] file)
    {
        var parts = new List<Part>();
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF && file[at + 1] is not (0x00 or 0xFF or 0xD9);)
        {
            var marker = file[at + 1];
            var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (end < at + 4 || end > file.Length)
                break;
            if (marker == Scan)
                while (end < file.Length && !(file[end] == 0xFF && end + 1 < file.Length && file[end + 1] is not (0x00 or (>= 0xD0 and <= 0xD7))))
                    end++;
            parts.Add(new Part(marker.ToString("X2"), file[(at + 4)..end]));
            at = end;
        }

        return parts;
    }

    public byte[] Join(IReadOnlyList<Part> parts) => [0xFF, 0xD8, .. parts.SelectMany(Segment), 0xFF, 0xD9];

    /// <summary>One segment; a payload above 65,533 bytes gets the largest length and runs over.</summary>
    public static byte[] Segment(Part part)
    {
        var marker = Convert.ToByte(part.Kind, 16);
        // A scan's length covers its header alone: count of components, two bytes each, three of spectral selection.
        var covered = marker == Scan && part.Data.Length > 0 ? Math.Min(part.Data.Length, 4 + 2 * part.Data[0]) : part.Data.Length;
        var length = Math.Min(covered + 2, ushort.MaxValue);
        return [0xFF, marker, (byte)(length >> 8), (byte)length, .. part.Data];
    }
}
