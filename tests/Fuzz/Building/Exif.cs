using static StayPositive.Fuzz.Building.Tiff;

namespace StayPositive.Fuzz.Building;

/// <summary>EXIF blocks (a TIFF without pixels), sound in form and not in sense.</summary>
internal static class Exif
{
    private const int Orientation = 274;
    private const int ExifPointer = 34665;

    /// <summary>Names and blocks.</summary>
    public static IEnumerable<(string Name, byte[] Block)> Odd()
    {
        yield return ("loop-to-itself", Tiff.File([new(Orientation, 3, 1, 6)], [], next: DirectoryAt));
        yield return ("sub-directory-loop", Tiff.File([new(ExifPointer, 4, 1, DirectoryAt)], []));
        yield return ("next-beyond-the-end", Tiff.File([new(Orientation, 3, 1, 6)], [], next: 0x7FFFFFFF));
        yield return ("huge-count", Tiff.File([new(Orientation, 3, 0xFFFFFFFF, 6)], []));
        yield return ("huge-text", Tiff.File([new(305, 2, 0x40000000, 26)], "abc\0"u8.ToArray()));
        yield return ("offset-beyond-the-end", Tiff.File([new(305, 2, 100, 0xFFFFFF00)], []));
        yield return ("orientation-0", Tiff.File([new(Orientation, 3, 1, 0)], []));
        yield return ("orientation-65535", Tiff.File([new(Orientation, 3, 1, 65535)], []));
        yield return ("orientation-as-text", Tiff.File([new(Orientation, 2, 4, 0x00363636)], []));
        yield return ("unknown-type", Tiff.File([new(Orientation, 250, 1, 6)], []));
        yield return ("5000-entries", Tiff.File([.. Enumerable.Range(0, 5000).Select(i => new Entry(i, 4, 1, (uint)i))], []));
        yield return ("lying-entry-count", [.. Tiff.File([], [])[..DirectoryAt], 0xFF, 0xFF, 0, 0, 0, 0]);
        yield return ("division-by-zero", Tiff.File([new(282, 5, 1, 26)], new byte[8]));
        yield return ("random", new Chance(3, 3).Bytes(4000));
        yield return ("header-alone", "II*\0"u8.ToArray());
        yield return ("empty", []);
    }
}
