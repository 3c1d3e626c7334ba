using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StayPositive.Storage.Objects;

/// <summary>
/// Makes names last: after a power cut a new or renamed file is found again only if its folder was written out, too (fsync(2)). Windows writes names through its
/// journal and has no such call.
/// </summary>
internal static partial class DiskSync
{
    private const int ReadOnly = 0;

    /// <summary>Writes out the names in a folder.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failure("open", path);
        try
        {
            if (FSync(descriptor) != 0)
                throw Failure("fsync", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Makes a folder and those above it; each lasts, too.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        var above = Path.GetDirectoryName(path);
        if (above is not null)
            CreateFolder(above);
        Directory.CreateDirectory(path);
        if (above is not null)
            Folder(above);
    }

    private static IOException Failure(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        const int noEntry = 2; // ENOENT, the same number on Linux and macOS
        var message = $"{call} of the folder '{path}' failed: {new Win32Exception(error).Message}.";
        return error == noEntry ? new DirectoryNotFoundException(message) : new IOException(message);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
