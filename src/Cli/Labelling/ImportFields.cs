using System.Globalization;
using StayPositive.Storage.Review;

namespace StayPositive.Cli.Labelling;

/// <summary>Texts of a row's columns to a row. Pure.</summary>
internal static class ImportFields
{
    /// <summary>Columns that a table may have.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["hash", "blob", "file", "label", "generator", "source", "group", "mask", "who", "when", "note", "probability"];

    /// <summary>ISO 8601 alone: 03/04/2026 is in March or in April.</summary>
    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly Dictionary<string, Ruling> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["real"] = Ruling.NoFindings,
        ["photo"] = Ruling.NoFindings,
        ["no-findings"] = Ruling.NoFindings,
        ["fake"] = Ruling.AiGenerated,
        ["generated"] = Ruling.AiGenerated,
        ["ai-generated"] = Ruling.AiGenerated,
        ["inpainted"] = Ruling.Inpainted,
        ["undecided"] = Ruling.Undecided,
    };

    /// <summary>The row, or what is wrong with it.</summary>
    /// <param name="line">Of the table.</param>
    /// <param name="text">A column's text; null or empty = not given.</param>
    /// <param name="folder">Where relative paths begin.</param>
    public static (ImportRow? Row, ImportError? Error) Parse(int line, Func<string, string?> text, string folder)
    {
        string? Get(string column) => text(column) is { Length: > 0 } value ? value : null;
        (ImportRow?, ImportError?) Wrong(string code, string sentence) => (null, new ImportError(line, code, sentence));

        if (new[] { Get("hash"), Get("blob"), Get("file") }.Count(name => name is not null) != 1)
            return Wrong("image-not-named", "A row names its image by exactly one of hash, blob and file.");
        if (Get("label") is not { } word || !Labels.TryGetValue(word, out var ruling))
            return Wrong("label-unknown", $"The label is '{Get("label")}'; it must be one of {string.Join(", ", Labels.Keys)}.");
        if (Get("hash") is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigit)))
            return Wrong("hash-invalid", $"'{hash}' is not a SHA-256 of 64 hexadecimal digits.");
        if (Get("mask") is not null && ruling != Ruling.Inpainted)
            return Wrong("mask-without-inpainting", $"Only inpainted images have masks; this one is labelled '{word}'.");

        DateTimeOffset? when = null;
        if (Get("when") is { } time)
        {
            if (!DateTimeOffset.TryParseExact(time, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed))
                return Wrong("when-invalid", $"'{time}' is not a time of ISO 8601; write it as 2026-11-24T17:00:00Z.");
            when = parsed;
        }

        double? probability = null;
        if (Get("probability") is { } share)
        {
            if (!double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) || parsed is not (> 0 and <= 1))
                return Wrong("probability-invalid", $"The probability of the draw is '{share}'; it must be in (0, 1].");
            probability = parsed;
        }

        foreach (var (column, most) in new[] { ("generator", 100), ("source", 100), ("group", 200), ("who", 100), ("note", 2000) })
            if (Get(column) is { } value && value.Length > most)
                return Wrong("text-too-long", $"The column {column} has {value.Length} characters; it may have {most}.");
        return (
            new ImportRow(line, ruling)
            {
                Hash = Get("hash")?.ToLowerInvariant(),
                Blob = Get("blob"),
                File = In(Get("file")),
                Mask = In(Get("mask")),
                Generator = Get("generator"),
                Source = Get("source"),
                Group = Get("group"),
                Who = Get("who"),
                When = when,
                Note = Get("note"),
                Probability = probability,
            },
            null);

        string? In(string? path) => path is null ? null : Path.Combine(folder, path);
    }
}
