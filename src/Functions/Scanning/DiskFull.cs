namespace StayPositive.Functions.Scanning;

/// <summary>A disk without room: what was being written is not there, what was written before is whole, and everything goes on when there is room.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT
    private const int Windows = unchecked((int)0x80070070); // ERROR_DISK_FULL

    public static bool Is(Exception fault) => fault is IOException { HResult: NoSpace or OverQuota or Windows };
}
