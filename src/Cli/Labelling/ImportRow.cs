using StayPositive.Storage.Review;

namespace StayPositive.Cli.Labelling;

/// <summary>A row to import, as it was written: a label of one image, which is named by its hash, by its blob, or as a file.</summary>
/// <param name="Line">In the table, from 1; in a folder, the place in the order of paths.</param>
/// <param name="Ruling">The label.</param>
internal sealed record ImportRow(int Line, Ruling Ruling)
{
    /// <summary>SHA-256 of the image, lower-case hex.</summary>
    public string? Hash { get; init; }

    /// <summary>Name of an upload in the scope's container.</summary>
    public string? Blob { get; init; }

    /// <summary>Path of the image.</summary>
    public string? File { get; init; }

    /// <summary>Path of the mask's picture.</summary>
    public string? Mask { get; init; }

    /// <summary>What made the image.</summary>
    public string? Generator { get; init; }

    /// <summary>Name of the collection; null = that of the import.</summary>
    public string? Source { get; init; }

    /// <summary>What belongs together in splits.</summary>
    public string? Group { get; init; }

    /// <summary>Who labelled; null = the import's.</summary>
    public string? Who { get; init; }

    /// <summary>When; null = now.</summary>
    public DateTimeOffset? When { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>With which the image was drawn at random from the traffic, in (0, 1]; null = it was not.</summary>
    public double? Probability { get; init; }

    /// <summary>How the row is named in messages.</summary>
    public string Name => File ?? Blob ?? Hash ?? "";
}
