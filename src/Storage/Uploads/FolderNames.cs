using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Uploads;

/// <summary>
/// Which names can lie in a folder at all. Never those that would leave it or mean another file: empty, "." and ".." segments (so also absolute paths), NUL. On Windows also
/// what its paths read otherwise: backslashes, drive letters and streams (':'), devices, dots and spaces at the end. On Unix those are plain characters of plain files, and a
/// scanner that skipped them could be passed by a name.
/// </summary>
internal static class FolderNames
{
    /// <summary>True when the name means exactly one file below the folder.</summary>
    public static bool IsPossible(string name, bool windows) => name.Split('/').All(segment => IsSegment(segment, windows));

    private static bool IsSegment(string segment, bool windows) =>
        segment is not ("" or "." or "..") && !segment.Contains('\0')
        && !(windows && (segment.Any(c => c < ' ' || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|') || segment[^1] is '.' or ' ' || DeviceNames.Contains(segment)));
}
