using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Building;

/// <summary>ICC profiles that are none.</summary>
internal static class Icc
{
    /// <summary>Names and blocks.</summary>
    public static IEnumerable<(string Name, byte[] Block)> Odd()
    {
        yield return ("empty", []);
        yield return ("truncated-header", Header(128)[..60]);
        yield return ("lying-size", Header(0xFFFFFFFF));
        yield return ("a-million-tags", [.. Header(132), .. Big32(1_000_000)]);
        yield return ("tag-beyond-the-end", [.. Header(144), .. Big32(1), .. "rXYZ"u8, .. Big32(0x7FFFFFF0), .. Big32(0xFFFF)]);
        yield return ("random", new Chance(5, 5).Bytes(10_000));
        yield return ("zeros-60000", new byte[60_000]);
    }

    private static byte[] Header(uint size)
    {
        byte[] header = [.. Big32(size), .. "lcms"u8, 4, 0x30, 0, 0, .. "mntrRGB XYZ "u8, .. new byte[12], .. "acsp"u8];
        return [.. header, .. new byte[128 - header.Length]];
    }
}
