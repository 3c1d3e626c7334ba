using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>Walks the item locations of an <c>iloc</c> box (ISO/IEC 14496-12, 8.11.3), versions 0 to 2.</summary>
internal ref struct HeifLocations
{
    private readonly int version;
    private readonly int offsetSize;
    private readonly int lengthSize;
    private readonly int baseSize;
    private readonly int indexSize;
    private ReadOnlySpan<byte> rest;
    private bool broken;

    public HeifLocations(ReadOnlySpan<byte> box)
    {
        if (box.Length < 8 || box[0] > 2)
            return;
        version = box[0];
        (offsetSize, lengthSize, baseSize) = (box[4] >> 4, box[4] & 15, box[5] >> 4);
        indexSize = version == 0 ? 0 : box[5] & 15;
        rest = box[6..];
        _ = Next(version < 2 ? 2 : 4); // count: the walk ends with the bytes
    }

    /// <summary>The first extent of the next item; its offset is in the file, or in <c>idat</c>. False at the end.</summary>
    public bool TryNext(out uint item, out bool inIdat, out ulong offset, out ulong length)
    {
        (item, inIdat, offset, length) = (0, false, 0, 0);
        if (rest.IsEmpty)
            return false;
        item = (uint)Next(version < 2 ? 2 : 4);
        inIdat = version > 0 && (Next(2) & 15) == 1;
        _ = Next(2); // data reference
        var start = Next(baseSize);
        var extents = Next(2);
        for (var extent = 0UL; extent < extents && !broken; extent++)
        {
            _ = Next(indexSize);
            var (from, bytes) = (Next(offsetSize), Next(lengthSize));
            if (extent == 0)
                (offset, length) = (unchecked(start + from), bytes);
        }

        return !broken;
    }

    /// <summary>A number of 0, 2, 4 or 8 bytes.</summary>
    private ulong Next(int size)
    {
        if (size is not (0 or 2 or 4 or 8) || rest.Length < size)
        {
            broken = true;
            rest = [];
            return 0;
        }

        var head = rest[..size];
        rest = rest[size..];
        return size switch
        {
            0 => 0,
            2 => BinaryPrimitives.ReadUInt16BigEndian(head),
            4 => BinaryPrimitives.ReadUInt32BigEndian(head),
            _ => BinaryPrimitives.ReadUInt64BigEndian(head),
        };
    }
}
