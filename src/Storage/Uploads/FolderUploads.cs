using System.Collections.Concurrent;
using System.IO.Enumeration;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Uploads;

/// <summary>
/// A folder a container, below one root. Regular files only: links are neither listed nor followed. The ETag is made of size, time and inode, so it costs no reading; a file is
/// listed only after it rested for a second (<see cref="Settling"/>). <c>.tmp</c> in the root is used by copies. Whoever can make links in these folders is trusted.
/// </summary>
/// <param name="root">Holds a folder for each container.</param>
/// <param name="tags">Where tags are kept; not below an upload container.</param>
/// <param name="time">Decides which files rest.</param>
public sealed class FolderUploads(string root, IObjectStore tags, TimeProvider time) : IUploads
{
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    private readonly Settling settling = new(time);
    private readonly TemporaryFiles temporaries = new(Path.Combine(Path.GetFullPath(root), ".tmp"), time);

    private readonly ConcurrentDictionary<string, bool> told = new();

    /// <summary>Told once of every folder that may not be read: what lies in it is not listed. Null = nobody asks.</summary>
    public Action<string>? Unreadable { get; set; }

    private FolderTags Tags => new(tags, Identify);

    /// <inheritdoc/>
    public IAsyncEnumerable<UploadEntry> ListAsync(string container, string prefix, string? after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(prefix);
        return Entries(container, prefix, after ?? "", cancellation).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public Task<UploadEntry?> FindAsync(UploadName name, CancellationToken cancellation) =>
        Task.FromResult(Identify(name) is { } file ? Entry(name, file) : null);

    /// <inheritdoc/>
    public async Task<UploadRead> ReadAsync(UploadVersion version, int maxBytes, CancellationToken cancellation)
    {
        using var file = Open(version, out var missing);
        if (file is null)
            return missing == UploadReadOutcome.Gone ? UploadRead.Gone : UploadRead.Overwritten;
        var length = file.Length;
        if (length > maxBytes)
            return UploadRead.TooManyBytes(length);
        var content = new byte[length];
        var read = await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return read == length && IsStill(file, version) ? UploadRead.Of(content) : UploadRead.Overwritten;
    }

    /// <inheritdoc/>
    public Task<TagRead> ReadTagsAsync(UploadVersion version, CancellationToken cancellation) => Tags.ReadAsync(version, cancellation);

    /// <inheritdoc/>
    public Task<TagOutcome> SetTagsAsync(UploadVersion version, ResultTags tags, CancellationToken cancellation) => new TagWriter(Tags).SetAsync(version, tags, cancellation);

    /// <inheritdoc/>
    public Task<TagOutcome> RemoveTagsAsync(UploadVersion version, CancellationToken cancellation) => new TagWriter(Tags).RemoveAsync(version, cancellation);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(UploadVersion version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (Identify(version.Name)?.ETag != version.ETag)
            return false;
        await Tags.DeleteAsync(version.Name, cancellation).ConfigureAwait(false);
        File.Delete(PathOf(version.Name));
        return true;
    }

    /// <inheritdoc/>
    public async Task<CopyOutcome> CopyAsync(UploadVersion version, string targetContainer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        var target = new UploadName(targetContainer, version.Name.Name);
        using var file = Open(version, out var missing);
        if (file is null)
            return missing == UploadReadOutcome.Gone ? CopyOutcome.Gone : CopyOutcome.Overwritten;
        var temporary = temporaries.NewPath();
        try
        {
            using (var copy = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await file.CopyToAsync(copy, cancellation).ConfigureAwait(false);
                copy.Flush(flushToDisk: true);
            }
            if (!IsStill(file, version))
                return CopyOutcome.Overwritten;
            FilePlacement.Place(temporary, PathOf(target));
            return CopyOutcome.Copied;
        }
        finally
        {
            File.Delete(temporary); // nothing is there after a rename
        }
    }

    private IEnumerable<UploadEntry> Entries(string container, string prefix, string after, CancellationToken cancellation)
    {
        var start = new WalkEntry("", Path.Combine(root, new UploadName(container, "x").Container), IsFolder: true);
        if (!Directory.Exists(start.Path))
            throw new DirectoryNotFoundException($"There is no folder '{start.Path}' for the container '{container}'.");
        foreach (var file in new OrderedWalk(Children, Utf8Order.Compare, prefix, after, Tell).Files(start))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = new UploadName(container, file.Key);
            if (FileIdentity.Of(file.Path) is { } identity && settling.IsDue(name, identity))
                yield return Entry(name, identity);
        }
    }

    private void Tell(WalkEntry folder)
    {
        if (told.TryAdd(folder.Path, true))
            Unreadable?.Invoke(folder.Path);
    }

    private static IEnumerable<WalkEntry> Children(WalkEntry folder) =>
        new FileSystemEnumerable<WalkEntry>(folder.Path, (ref FileSystemEntry e) => new(folder.Key + e.FileName.ToString() + (e.IsDirectory ? "/" : ""), e.ToFullPath(), e.IsDirectory), NoLinks)
            .Where(entry => UploadName.IsName(entry.IsFolder ? entry.Key[..^1] : entry.Key) && FolderNames.IsPossible(entry.IsFolder ? entry.Key[..^1] : entry.Key, OperatingSystem.IsWindows()));

    private static UploadEntry Entry(UploadName name, FileIdentity file) => new(new UploadVersion(name, file.ETag), file.Length, file.Modified, ContentType: null);

    /// <summary>The file of exactly this version; null when there is another, or none.</summary>
    private FileStream? Open(UploadVersion version, out UploadReadOutcome missing)
    {
        missing = UploadReadOutcome.Gone;
        if (Identify(version.Name) is not { } before) // before opening: to open a pipe would wait for its writer
            return null;
        missing = UploadReadOutcome.Overwritten;
        if (before.ETag != version.ETag)
            return null;
        try
        {
            var file = new FileStream(PathOf(version.Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (IsStill(file, version))
                return file;
            file.Dispose();
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            missing = UploadReadOutcome.Gone;
        }
        return null;
    }

    private static bool IsStill(FileStream file, UploadVersion version) => FileIdentity.Of(file.SafeFileHandle)?.ETag == version.ETag;

    /// <summary>Null when no regular file lies there, or a link lies on the way.</summary>
    private FileIdentity? Identify(UploadName name)
    {
        if (!FolderNames.IsPossible(name.Name, OperatingSystem.IsWindows()))
            return null;
        var container = Path.Combine(root, name.Container);
        for (var slash = name.Name.IndexOf('/'); slash >= 0; slash = name.Name.IndexOf('/', slash + 1))
            if (!IsPlainFolder(Path.Combine(container, name.Name[..slash])))
                return null;
        return FileIdentity.Of(PathOf(name));
    }

    private static bool IsPlainFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        return folder.Exists && (folder.Attributes & FileAttributes.ReparsePoint) == 0;
    }

    private string PathOf(UploadName name) => Path.Combine(root, name.Container, name.Name);
}
