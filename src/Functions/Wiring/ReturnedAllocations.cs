using System.Runtime.InteropServices;

namespace StayPositive.Functions.Wiring;

/// <summary>
/// Tells glibc to give every block of a megabyte or more back to the kernel as soon as it is freed, and to spread the smaller ones over two heaps only. By default it raises that limit to 32 MB after the first
/// large block and keeps a heap for each thread: after a burst of large images the process would keep hundreds of megabytes that no budget counts.
/// </summary>
internal static partial class ReturnedAllocations
{
    private const int MmapThreshold = -3;
    private const int MaxHeaps = -8;

    public static void Enable()
    {
        if (!OperatingSystem.IsLinux())
            return;

        try
        {
            _ = SetOption(MmapThreshold, 1 << 20);
            _ = SetOption(MaxHeaps, 2);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, with habits of its own.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
