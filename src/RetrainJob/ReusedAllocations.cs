using System.Runtime.InteropServices;

namespace StayPositive.RetrainJob;

/// <summary>
/// Tells glibc to keep freed tensor memory instead of giving every large block back to the kernel: a training step allocates and frees a few
/// hundred megabytes, and faulting them in anew took a third of the time.
/// </summary>
internal static partial class ReusedAllocations
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int Bytes = 1 << 30;

    public static void Enable()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _ = SetOption(MmapThreshold, Bytes);
            _ = SetOption(TrimThreshold, Bytes);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library: slower, not wrong.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
