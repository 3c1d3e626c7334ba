using System.Runtime.InteropServices;

namespace StayPositive.Fuzz.Supervising;

/// <summary>
/// Makes the C library fill the memory that it hands out. A decode with filled memory gives other pixels than one without when a decoder hands out memory that it has
/// not written: the pixels that a damaged file does not hold.
/// </summary>
internal static partial class FreshMemory
{
    private const int Perturb = -6; // M_PERTURB of malloc.h

    public static void LeaveAsIs() => FillWith(0);

    /// <param name="value">0 = not at all.</param>
    /// <exception cref="InvalidOperationException">The C library does not offer it.</exception>
    public static void FillWith(byte value)
    {
        if (SetOption(Perturb, value) == 0)
            throw new InvalidOperationException("The C library does not fill fresh memory (mallopt M_PERTURB).");
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
