using System.Text.RegularExpressions;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>What <c>evaluate</c> was asked for.</summary>
internal sealed record EvaluateOptions
{
    /// <summary>Folder of real photos, searched with its subfolders.</summary>
    public required string Real { get; init; }

    /// <summary>Folder of generated or edited images.</summary>
    public required string Fake { get; init; }

    /// <summary>Folder of masks of the edited images, if any.</summary>
    public string? Masks { get; init; }

    /// <summary>Dark pixels of a mask are the edited ones.</summary>
    public bool MaskBlack { get; init; }

    /// <summary>Pixels at most this far from a mask's edge are not counted.</summary>
    public int IgnoreBand { get; init; }

    /// <summary>Model package folder.</summary>
    public required string Model { get; init; }

    /// <summary>Side of the square cut from every image, pixels; 0 = whole images.</summary>
    public int Crop { get; init; } = 256;

    /// <summary>Where the square is cut: null = in the middle, else drawn from this seed and the source.</summary>
    public int? CropSeed { get; init; }

    /// <summary>Re-encodings; the whole evaluation is done for each.</summary>
    public IReadOnlyList<Reencoding> Reencodings { get; init; } = [Reencoding.None];

    /// <summary>Fixes the sample (<see cref="Max"/>), the places of <see cref="CropSeed"/> and the bootstrap.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>At most this many images of each class.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Resamples of the bootstrap.</summary>
    public int Bootstrap { get; init; } = 1000;

    /// <summary>First group of a match in a file's stem = source id; null: the stem.</summary>
    public Regex? SourcePattern { get; init; }
}
