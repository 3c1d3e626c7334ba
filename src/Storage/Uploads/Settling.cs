using System.Collections.Concurrent;

namespace StayPositive.Storage.Uploads;

/// <summary>
/// Which files rest: those changed last at least a second ago by the file's own time, and those (just changed, or stamped with a time ahead of the clock) that were seen
/// unchanged for a second.
/// </summary>
internal sealed class Settling(TimeProvider time)
{
    /// <summary>How long a file must be unchanged.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private const int MostSeen = 100_000;
    private readonly ConcurrentDictionary<UploadName, (FileIdentity File, long Since)> seen = new();

    /// <summary>True when the file rests.</summary>
    public bool IsDue(UploadName name, FileIdentity file)
    {
        var now = time.GetUtcNow();
        if (now - file.Modified >= Rest)
        {
            seen.TryRemove(name, out _);
            return true;
        }
        if (seen.Count > MostSeen)
            seen.Clear(); // they wait one more second; memory stays bounded
        var timestamp = time.GetTimestamp();
        var first = seen.AddOrUpdate(name, _ => (file, timestamp), (_, known) => known.File == file ? known : (file, timestamp));
        return time.GetElapsedTime(first.Since, timestamp) >= Rest;
    }
}
