namespace StayPositive.Storage.Objects;

/// <summary>
/// Walks a tree of folders in the order of whole keys: one folder is read and sorted at a time, a file as its segment, a folder as its segment + '/' ('-' and '.' sort
/// before '/', everything else behind, as in the keys themselves). Folders outside the prefix, or wholly before the key to begin behind, are not opened.
/// </summary>
/// <param name="children">Reads a folder, in any order.</param>
/// <param name="compare">Order of keys; must go by single characters.</param>
/// <param name="prefix">Of the keys wanted.</param>
/// <param name="after">Only keys behind this one.</param>
/// <param name="unreadable">Told of folders that may not be read, which are then passed over; null = the first one ends the walk.</param>
internal sealed class OrderedWalk(Func<WalkEntry, IEnumerable<WalkEntry>> children, Comparison<string> compare, string prefix, string after, Action<WalkEntry>? unreadable = null)
{
    /// <summary>The files. One that comes or goes during the walk may be in it or not.</summary>
    /// <param name="start">A folder that holds all keys with the prefix.</param>
    public IEnumerable<WalkEntry> Files(WalkEntry start)
    {
        var ahead = new Stack<WalkEntry>();
        ahead.Push(start);
        while (ahead.TryPop(out var entry))
            if (!entry.IsFolder)
                yield return entry;
            else
                foreach (var child in LastFirst(entry))
                    ahead.Push(child);
    }

    private List<WalkEntry> LastFirst(WalkEntry folder)
    {
        var entries = new List<WalkEntry>();
        try
        {
            entries.AddRange(children(folder).Where(IsWanted));
        }
        catch (DirectoryNotFoundException)
        {
            // Removed since the folder above was read.
        }
        catch (UnauthorizedAccessException) when (unreadable is not null)
        {
            unreadable(folder);
        }
        entries.Sort((a, b) => compare(b.Key, a.Key));
        return entries;
    }

    private bool IsWanted(WalkEntry entry)
    {
        var inside = entry.Key.StartsWith(prefix, StringComparison.Ordinal) || (entry.IsFolder && prefix.StartsWith(entry.Key, StringComparison.Ordinal));
        return inside && (compare(entry.Key, after) > 0 || (entry.IsFolder && after.StartsWith(entry.Key, StringComparison.Ordinal)));
    }
}
