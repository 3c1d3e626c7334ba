using System.Text.RegularExpressions;

namespace StayPositive.Cli.Evaluating;

/// <summary>Finds the mask of an edited image: the file of the same stem, else the only one of the same source.</summary>
internal sealed class MaskFolder
{
    private readonly ILookup<string, ImageFile> byStem;
    private readonly ILookup<string, ImageFile> bySource;

    private MaskFolder(IReadOnlyList<ImageFile> files)
    {
        byStem = files.ToLookup(file => file.Stem, StringComparer.Ordinal);
        bySource = files.ToLookup(file => file.Source, StringComparer.Ordinal);
    }

    /// <summary>Lists a folder of masks.</summary>
    /// <exception cref="EvaluationRefusedException"><c>folder-missing</c> or <c>no-images</c>.</exception>
    public static MaskFolder Open(string folder, Regex? sourcePattern) => new(ImageFolder.List(folder, 0, sourcePattern));

    /// <summary>Path of the image's mask, or null if there is none.</summary>
    /// <exception cref="EvaluationRefusedException"><c>mask-ambiguous</c>: several files would do.</exception>
    public string? Find(ImageFile image)
    {
        var candidates = byStem.Contains(image.Stem) ? byStem[image.Stem].ToArray() : bySource[image.Source].ToArray();
        return candidates.Length < 2
            ? candidates.SingleOrDefault()?.Path
            : throw new EvaluationRefusedException("mask-ambiguous", $"Both '{candidates[0].Path}' and '{candidates[1].Path}' could be the mask of '{image.Path}'.");
    }
}
