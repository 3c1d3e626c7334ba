namespace StayPositive.Storage.Objects;

/// <summary>
/// Advisory locks between threads and processes: one of 64 lock files, chosen by the key. The system frees them when a process ends, however it ends.
/// </summary>
internal sealed class FolderLocks(string folder)
{
    private const int Shards = 64;
    private const int WouldBlockLinux = 11, WouldBlockMac = 35, SharingViolation = 32, LockViolation = 33;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private volatile bool proven;

    /// <summary>Waits for the lock of a key; disposing the stream frees it.</summary>
    public async Task<FileStream> TakeAsync(ObjectKey key, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, Shard(key.Value).ToString("x2"));
        for (; ; )
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryOpen(path) is { } file)
            {
                Prove(path, file);
                return file;
            }
            // Real time even under a test's clock: another process holds the lock.
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Some file systems (and DOTNET_SYSTEM_IO_DISABLEFILELOCKING) make every lock succeed; conditional writes would then lie.</summary>
    private void Prove(string path, FileStream held)
    {
        if (proven)
            return;
        using var second = TryOpen(path);
        if (second is not null)
        {
            held.Dispose();
            throw new IOException($"The file system of '{folder}' has no file locks, so conditional writes would not be atomic. Choose another folder.");
        }
        proven = true;
    }

    private FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception missing) when (missing is DirectoryNotFoundException or FileNotFoundException) // the latter when another thread makes the folder meanwhile
        {
            DiskSync.CreateFolder(folder);
            return TryOpen(path);
        }
        catch (IOException held) when ((held.HResult & 0xFFFF) is WouldBlockLinux or WouldBlockMac or SharingViolation or LockViolation)
        {
            return null;
        }
    }

    /// <summary>FNV-1a: string.GetHashCode differs from process to process.</summary>
    private static int Shard(string key)
    {
        var hash = 2166136261u;
        foreach (var c in key)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Shards);
    }
}
