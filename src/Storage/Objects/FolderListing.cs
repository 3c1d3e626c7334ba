using System.IO.Enumeration;

namespace StayPositive.Storage.Objects;

/// <summary>
/// Walks a store's folder in ordinal order of whole keys: one folder is read and sorted at a time, an object as its segment, a folder as its segment + '/'
/// ('-' and '.' sort before '/', everything else behind, as in the keys themselves). Folders outside the prefix, or wholly before the key to begin behind, are not opened.
/// </summary>
internal sealed class FolderListing(string root, string prefix, string after)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The keys. An object that comes or goes during the walk may be in it or not.</summary>
    public IEnumerable<ObjectKey> Keys()
    {
        var ahead = new Stack<Entry>();
        if (Start() is { } start)
            ahead.Push(start);
        while (ahead.TryPop(out var entry))
            if (!entry.IsFolder)
                yield return new ObjectKey(entry.Key);
            else
                foreach (var child in LastFirst(entry))
                    ahead.Push(child);
    }

    /// <summary>The folder that holds all keys with the prefix; null when no key can begin so.</summary>
    private Entry? Start()
    {
        var slash = prefix.LastIndexOf('/');
        if (slash < 0)
            return new Entry("", root, IsFolder: true);
        return ObjectKey.TryParse(prefix[..slash], out var key) ? new Entry(prefix[..(slash + 1)], FolderObjectStore.FolderPath(root, key), IsFolder: true) : null;
    }

    private List<Entry> LastFirst(Entry folder)
    {
        var entries = new List<Entry>();
        Collect(folder.Path, "", folder.Key, entries);
        entries.Sort(static (a, b) => string.CompareOrdinal(b.Key, a.Key));
        return entries;
    }

    /// <summary>Adds what a folder holds; the rest of long segments lies in folders of its own and belongs to the same list.</summary>
    private void Collect(string path, string cut, string above, List<Entry> entries)
    {
        try
        {
            foreach (var (name, isFolder) in new FileSystemEnumerable<(string, bool)>(path, static (ref FileSystemEntry e) => (e.FileName.ToString(), e.IsDirectory), Everything))
            {
                var child = Path.Combine(path, name);
                if (isFolder && name.EndsWith(SegmentPath.CutMark))
                    Collect(child, cut + name + '/', above, entries);
                else if (SegmentPath.Decode(cut + name, isFolder) is { } segment)
                    Add(new Entry(above + segment + (isFolder ? "/" : ""), child, isFolder), entries);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Removed with its last object since its own folder was read.
        }
    }

    private void Add(Entry entry, List<Entry> entries)
    {
        var wanted = entry.Key.StartsWith(prefix, StringComparison.Ordinal) || (entry.IsFolder && prefix.StartsWith(entry.Key, StringComparison.Ordinal));
        var ahead = string.CompareOrdinal(entry.Key, after) > 0 || (entry.IsFolder && after.StartsWith(entry.Key, StringComparison.Ordinal));
        if (wanted && ahead && entry.Key.Length <= ObjectKey.MaxLength)
            entries.Add(entry);
    }

    /// <param name="Key">The key, or what the keys inside begin with ("a/b/"; "" = the root).</param>
    /// <param name="Path">On the disk.</param>
    /// <param name="IsFolder">Holds more.</param>
    private readonly record struct Entry(string Key, string Path, bool IsFolder);
}
