using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StayPositive.Storage.Uploads;

/// <summary>What tells one content of a regular file from another without reading it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNanoseconds">Since 1970, as fine as the file system keeps it.</param>
/// <param name="Number">The inode on Linux; elsewhere the time of creation, in ticks.</param>
internal readonly partial record struct FileIdentity(long Length, long ModifiedNanoseconds, ulong Number)
{
    private const int CurrentFolder = -100, DoNotFollowLinks = 0x100, TheHandleItself = 0x1000;
    private const uint BasicFacts = 0x7ff;
    private const ushort KindMask = 0xF000, RegularFile = 0x8000;
    private const int NanosecondsPerTick = 100;

    /// <summary>Length, time and number as hexadecimal numbers.</summary>
    public string ETag => $"{Length:x}-{ModifiedNanoseconds:x}-{Number:x}";

    /// <summary>When the file was changed last.</summary>
    public DateTimeOffset Modified => DateTimeOffset.UnixEpoch.AddTicks(ModifiedNanoseconds / NanosecondsPerTick);

    /// <summary>Null when there is no file, or something else: a link, a folder, a pipe, a device.</summary>
    public static FileIdentity? Of(string path)
    {
        if (OperatingSystem.IsLinux())
            return StatX(CurrentFolder, path, DoNotFollowLinks, BasicFacts, out var facts) == 0 ? From(facts) : null;
        var file = new FileInfo(path);
        return file.Exists && (file.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Directory)) == 0 ? From(file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc) : null;
    }

    /// <summary>Of an open file.</summary>
    public static FileIdentity? Of(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            return StatX(file, "", TheHandleItself, BasicFacts, out var facts) == 0 ? From(facts) : null;
        return From(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file), File.GetCreationTimeUtc(file));
    }

    private static FileIdentity? From(in Facts facts) =>
        (facts.Mode & KindMask) == RegularFile ? new(facts.Length, facts.ModifiedSeconds * 1_000_000_000 + facts.ModifiedNanoseconds, facts.Inode) : null;

    private static FileIdentity From(long length, DateTime modified, DateTime created) =>
        new(length, (modified - DateTime.UnixEpoch).Ticks * NanosecondsPerTick, (ulong)created.Ticks);

    // statx(2): unlike stat, its structure is the same on every processor.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out Facts facts);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle folder, string path, int flags, uint mask, out Facts facts);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Facts
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public long Length;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;
    }
}
