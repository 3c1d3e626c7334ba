using System.Buffers.Binary;

namespace StayPositive.Detector.Provenance;

/// <summary>Directory entries of a classic TIFF structure (TIFF 6.0), in either byte order, whose offsets and counts may lie.</summary>
internal readonly ref struct TiffReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly bool bigEndian;

    private TiffReader(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        this.bytes = bytes;
        this.bigEndian = bigEndian;
    }

    public uint FirstDirectory => Number(bytes.Slice(4, 4));

    public static bool TryOpen(ReadOnlySpan<byte> bytes, out TiffReader reader)
    {
        var big = bytes.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x4D, 0x00, 0x2A]);
        reader = new TiffReader(bytes, big);
        return bytes.Length >= 8 && (big || bytes.StartsWith((ReadOnlySpan<byte>)[0x49, 0x49, 0x2A, 0x00]));
    }

    /// <summary>Tag and value of an entry; as many bytes of the value as there are. False behind the last entry.</summary>
    public bool TryEntry(uint directory, int index, out int tag, out ReadOnlySpan<byte> value)
    {
        const int size = 12;
        tag = 0;
        value = default;
        var count = Part.Of(bytes, directory, 2);
        if (count.Length < 2 || index >= Short(count))
            return false;
        var entry = Part.Of(bytes, directory + 2UL + (ulong)index * size, size);
        if (entry.Length < size)
            return false;
        tag = Short(entry);
        var length = Number(entry[4..]) * UnitSize(Short(entry[2..]));
        value = length <= 4 ? entry.Slice(8, (int)length) : Part.Of(bytes, Number(entry[8..]), length);
        return true;
    }

    /// <summary>A LONG, or a SHORT; 0 of fewer bytes.</summary>
    public uint Number(ReadOnlySpan<byte> value) => value.Length switch
    {
        >= 4 => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadUInt32LittleEndian(value),
        >= 2 => (uint)Short(value),
        _ => 0,
    };

    private int Short(ReadOnlySpan<byte> value) => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(value) : BinaryPrimitives.ReadUInt16LittleEndian(value);

    private static ulong UnitSize(int type) => type switch
    {
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 => 8,
        _ => 1,
    };
}
