namespace StayPositive.Cli.Evaluating;

/// <summary>What became of the files of one class.</summary>
internal sealed class ClassFiles
{
    private readonly SortedDictionary<string, int> formats = new(StringComparer.Ordinal);
    private readonly SortedSet<(int Width, int Height)> sizes = [];
    private readonly List<UnreadableFile> unreadable = [];

    /// <summary>Images that were judged.</summary>
    public int Used { get; private set; }

    /// <summary>Images left out because a side is shorter than the crop.</summary>
    public int TooSmall { get; private set; }

    /// <summary>Edited images left out because the crop holds no edited pixel.</summary>
    public int Untouched { get; private set; }

    /// <summary>Files left out because they could not be decoded, in the order met.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable => unreadable;

    /// <summary>Number of judged images of each file format.</summary>
    public IReadOnlyDictionary<string, int> Formats => formats;

    /// <summary>Sizes of the judged pixels before re-encoding.</summary>
    internal IReadOnlySet<(int Width, int Height)> Sizes => sizes;

    public void AddUsed(string format, int width, int height)
    {
        Used++;
        formats[format] = formats.GetValueOrDefault(format) + 1;
        sizes.Add((width, height));
    }

    public void AddTooSmall() => TooSmall++;

    public void AddUntouched() => Untouched++;

    public void AddUnreadable(UnreadableFile file) => unreadable.Add(file);
}
