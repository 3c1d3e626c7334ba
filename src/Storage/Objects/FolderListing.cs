using System.IO.Enumeration;

namespace StayPositive.Storage.Objects;

/// <summary>Keys of a store's folder with a prefix, behind a key, in ordinal order.</summary>
internal sealed class FolderListing(string root, string prefix, string after)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The keys.</summary>
    public IEnumerable<ObjectKey> Keys() =>
        Start() is { } start
            ? new OrderedWalk(Children, string.CompareOrdinal, prefix, after).Files(start).Select(file => new ObjectKey(file.Key))
            : [];

    /// <summary>The folder that holds all keys with the prefix; null when no key can begin so.</summary>
    private WalkEntry? Start()
    {
        var slash = prefix.LastIndexOf('/');
        if (slash < 0)
            return new WalkEntry("", root, IsFolder: true);
        return ObjectKey.TryParse(prefix[..slash], out var key) ? new WalkEntry(prefix[..(slash + 1)], FolderObjectStore.FolderPath(root, key), IsFolder: true) : null;
    }

    private static List<WalkEntry> Children(WalkEntry folder)
    {
        var entries = new List<WalkEntry>();
        Collect(folder.Path, "", folder.Key, entries);
        return entries;
    }

    /// <summary>Adds what a folder holds; the rest of long segments lies in folders of its own and belongs to the same list.</summary>
    private static void Collect(string path, string cut, string above, List<WalkEntry> entries)
    {
        foreach (var (name, isFolder) in new FileSystemEnumerable<(string, bool)>(path, static (ref FileSystemEntry e) => (e.FileName.ToString(), e.IsDirectory), Everything))
        {
            var child = Path.Combine(path, name);
            if (isFolder && name.EndsWith(SegmentPath.CutMark))
                CollectRest(child, cut + name + '/', above, entries);
            else if (SegmentPath.Decode(cut + name, isFolder) is { } segment && above.Length + segment.Length <= ObjectKey.MaxLength)
                entries.Add(new WalkEntry(above + segment + (isFolder ? "/" : ""), child, isFolder));
        }
    }

    private static void CollectRest(string path, string cut, string above, List<WalkEntry> entries)
    {
        try
        {
            Collect(path, cut, above, entries);
        }
        catch (DirectoryNotFoundException)
        {
            // Removed with its last object since the folder above was read.
        }
    }
}
