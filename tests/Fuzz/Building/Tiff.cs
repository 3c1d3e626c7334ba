using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Building;

/// <summary>TIFF 6.0, little-endian: a header, one directory, and data behind it.</summary>
internal static class Tiff
{
    public const int DirectoryAt = 8;
    private const int EntryBytes = 12;

    /// <summary>A directory entry.</summary>
    /// <param name="Tag">256 width, 257 height, 258 bits, 259 compression, 262 photometric, 273 strip offsets, 277 samples, 278 rows a strip, 279 strip bytes, ...</param>
    /// <param name="Type">1 byte, 2 text, 3 short, 4 long, 5 rational.</param>
    /// <param name="Count">How many values.</param>
    /// <param name="Value">The value, or its offset.</param>
    public readonly record struct Entry(int Tag, int Type, uint Count, uint Value);

    /// <summary>A file of these entries, in their order.</summary>
    /// <param name="entries">The directory.</param>
    /// <param name="data">Behind it, at <see cref="DataAt"/>.</param>
    /// <param name="next">Offset of the next directory.</param>
    public static byte[] File(IReadOnlyList<Entry> entries, byte[] data, uint next = 0) =>
    [
        .. "II*\0"u8, .. Little32(DirectoryAt), .. Little16(entries.Count),
        .. entries.SelectMany(entry => (byte[])[.. Little16(entry.Tag), .. Little16(entry.Type), .. Little32(entry.Count), .. Little32(entry.Value)]),
        .. Little32(next), .. data,
    ];

    public static uint DataAt(int entries) => (uint)(DirectoryAt + 2 + entries * EntryBytes + 4);

    /// <summary>Gray, 8 bits, one strip; every field is free to lie.</summary>
    public static byte[] Gray(
        uint width, uint height, byte[] data, uint compression = 1, uint bits = 8, uint samples = 1, uint? rows = null, uint? bytes = null, uint photometric = 1,
        uint? offset = null, uint next = 0, params Entry[] extra)
    {
        Entry[] entries =
        [
            new(256, 4, 1, width), new(257, 4, 1, height), new(258, 3, 1, bits), new(259, 3, 1, compression), new(262, 3, 1, photometric),
            new(273, 4, 1, 0), new(277, 3, 1, samples), new(278, 4, 1, rows ?? height), new(279, 4, 1, bytes ?? (uint)data.Length), .. extra,
        ];
        entries[5] = entries[5] with { Value = offset ?? DataAt(entries.Length) };
        return File(entries, data, next);
    }
}
