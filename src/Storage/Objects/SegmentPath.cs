using System.Text;

namespace StayPositive.Storage.Objects;

/// <summary>
/// How one segment of a key is written on a disk, so that no two keys ever share a file, whatever the file system folds:
/// <list type="bullet">
/// <item>'A' is written "+a" (some file systems ignore case), '~' is written "+~" (no name can equal a short name that Windows made, such as "progra~1");</item>
/// <item>a part whose base is a device of Windows ("nul", "com1.txt") begins with "+-";</item>
/// <item>a folder ends in '=', so key "a" (file "a") and key "a/b" (file "a=/b") live side by side;</item>
/// <item>a segment longer than <see cref="PartLength"/> is cut: every part but the last is a folder that ends in ','.</item>
/// </list>
/// The order of the written names means nothing: listings sort what was decoded.
/// </summary>
internal static class SegmentPath
{
    /// <summary>Characters of a part at most, before the marks; far below the 255 bytes (143 in encrypted homes) that file systems allow.</summary>
    public const int PartLength = 120;

    /// <summary>Ends the name of a folder that stands for a whole segment.</summary>
    public const char FolderMark = '=';

    /// <summary>Ends the name of a folder that holds the rest of a long segment.</summary>
    public const char CutMark = ',';

    private const char Escape = '+';
    private const string DeviceEscape = "+-";

    /// <summary>The relative path of a segment: the file of an object, or the folder below which longer keys live.</summary>
    public static string Encode(string segment, bool folder)
    {
        var path = new StringBuilder(segment.Length + 8);
        var part = new StringBuilder(PartLength);
        foreach (var c in segment)
        {
            var escaped = char.IsAsciiLetterUpper(c) || c == '~';
            if (part.Length + (escaped ? 2 : 1) > PartLength)
            {
                AppendPart(path, part).Append(CutMark).Append('/');
                part.Clear();
            }
            if (escaped)
                part.Append(Escape);
            part.Append(char.ToLowerInvariant(c));
        }
        AppendPart(path, part);
        return (folder ? path.Append(FolderMark) : path).ToString();
    }

    /// <summary>The segment that a relative path stands for; null when no segment is written so (a file that is not ours).</summary>
    public static string? Decode(string path, bool folder)
    {
        if (folder != path.EndsWith(FolderMark))
            return null;
        var segment = new StringBuilder(path.Length);
        foreach (var part in (folder ? path[..^1] : path).Split("," + '/'))
            AppendDecoded(segment, part);
        var decoded = segment.ToString();
        return IsSegment(decoded) && Encode(decoded, folder) == path ? decoded : null;
    }

    private static StringBuilder AppendPart(StringBuilder path, StringBuilder part)
    {
        var text = part.ToString();
        return (DeviceNames.Contains(text) ? path.Append(DeviceEscape) : path).Append(text);
    }

    private static void AppendDecoded(StringBuilder segment, string part)
    {
        for (var i = part.StartsWith(DeviceEscape, StringComparison.Ordinal) ? DeviceEscape.Length : 0; i < part.Length; i++)
            segment.Append(part[i] == Escape && i + 1 < part.Length ? char.ToUpperInvariant(part[++i]) : part[i]);
    }

    private static bool IsSegment(string text) =>
        text.Length is > 0 and <= ObjectKey.MaxLength && text[0] != '.' && text[^1] != '.'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-');
}
