namespace StayPositive.Storage.Objects;

/// <summary>Files that are being written, in the same file system as the objects, so that a rename puts them in place whole. A crash leaves some; they are removed after a day.</summary>
internal sealed class TemporaryFiles(string folder, TimeProvider time)
{
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);
    private long sweptAt = long.MinValue;

    /// <summary>Writes a new file down to the disk. The caller renames or deletes it.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = NewPath();
        try
        {
            // Without a size beforehand: when there is no room for it, the exception would not say so by a code.
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
            await RandomAccess.WriteAsync(file, content, fileOffset: 0, cancellation).ConfigureAwait(false);
            RandomAccess.FlushToDisk(file);
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>A path that no other writer uses; the folder is there.</summary>
    public string NewPath()
    {
        DiskSync.CreateFolder(folder);
        RemoveLeftovers();
        return Path.Combine(folder, Guid.NewGuid().ToString("n"));
    }

    private void RemoveLeftovers()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var last = Interlocked.Read(ref sweptAt);
        if (last != long.MinValue && now.Ticks - last < LeftoverAge.Ticks || Interlocked.CompareExchange(ref sweptAt, now.Ticks, last) != last)
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            if (now - file.LastWriteTimeUtc > LeftoverAge)
                file.Delete();
    }
}
