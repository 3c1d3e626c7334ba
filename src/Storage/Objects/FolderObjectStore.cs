namespace StayPositive.Storage.Objects;

/// <summary>
/// A folder of files, each named after its key (<see cref="SegmentPath"/>). A write is a temporary file, written out, renamed over the old one; conditions are checked
/// under a lock between processes (<see cref="FolderLocks"/>), which every write and deletion takes. Reads take none: they see the old or the new object whole.
/// <c>.tmp</c> and <c>.locks</c> in the root belong to the store. For local file systems (Linux: proven; it refuses to write where locks do not work).
/// </summary>
/// <param name="root">The folder; made by the first write.</param>
/// <param name="time">Ages the leftovers of crashed writers.</param>
public sealed class FolderObjectStore(string root, TimeProvider time) : IObjectStore
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    private readonly FolderLocks locks = new(Path.Combine(Path.GetFullPath(root), ".locks"));
    private readonly TemporaryFiles temporaries = new(Path.Combine(Path.GetFullPath(root), ".tmp"), time);

    /// <inheritdoc/>
    public Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Read(key));
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation)
    {
        var path = FilePath(root, key);
        if (condition.Absent && File.Exists(path))
            return null; // spares repeated writes, which are common, the way to the disk
        var temporary = await temporaries.WriteAsync(content, cancellation).ConfigureAwait(false);
        try
        {
            using var held = await locks.TakeAsync(key, cancellation).ConfigureAwait(false);
            if (condition.Absent ? File.Exists(path) : condition.ETag is { } etag && Read(key)?.ETag != etag)
                return null;
            FilePlacement.Place(temporary, path);
            return ContentETag.Of(content.Span);
        }
        finally
        {
            File.Delete(temporary); // nothing is there after a rename
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return Entries(prefix, after, cancellation).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation)
    {
        var path = FilePath(root, key);
        if (!File.Exists(path))
            return false;
        using var held = await locks.TakeAsync(key, cancellation).ConfigureAwait(false);
        if (ifMatch is null ? !File.Exists(path) : Read(key)?.ETag != ifMatch)
            return false;
        File.Delete(path);
        RemoveEmptyFolders(Path.GetDirectoryName(path)!);
        return true;
    }

    private IEnumerable<ObjectEntry> Entries(string prefix, ObjectKey? after, CancellationToken cancellation)
    {
        foreach (var key in new FolderListing(root, prefix, after?.Value ?? "").Keys())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new ObjectEntry(key);
        }
    }

    /// <summary>Synchronous: on Linux an asynchronous read of a file is this on another thread, and objects are small.</summary>
    private StoredObject? Read(ObjectKey key)
    {
        try
        {
            using var file = File.OpenHandle(FilePath(root, key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[RandomAccess.GetLength(file)];
            for (int read, at = 0; at < content.Length; at += read)
            {
                read = RandomAccess.Read(file, content.AsSpan(at), at);
                if (read == 0)
                    throw new IOException($"The object '{key}' was cut while it was read; something other than this store writes into '{root}'.");
            }
            return new StoredObject(content, ContentETag.Of(content));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The file of an object.</summary>
    internal static string FilePath(string root, ObjectKey key) => PathOf(root, key, folder: false);

    /// <summary>The folder of the objects whose keys go on with '/' behind this one.</summary>
    internal static string FolderPath(string root, ObjectKey key) => PathOf(root, key, folder: true);

    private static string PathOf(string root, ObjectKey key, bool folder)
    {
        var segments = key.Value.Split('/');
        return Path.Combine([root, .. segments.Select((segment, i) => SegmentPath.Encode(segment, folder || i < segments.Length - 1))]);
    }

    /// <summary>Names are data, too: after an erasure no folder keeps one.</summary>
    private void RemoveEmptyFolders(string folder)
    {
        for (; ; folder = Path.GetDirectoryName(folder)!)
        {
            try
            {
                DiskSync.Folder(folder);
            }
            catch (DirectoryNotFoundException) when (folder != root)
            {
                continue; // another deletion was faster
            }
            if (folder == root)
                return;
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                return; // not empty
            }
        }
    }
}
