using System.Text.RegularExpressions;
using StayPositive.Cli.Evaluating;
using StayPositive.Cli.Inputs;
using StayPositive.Storage.Review;

namespace StayPositive.Cli.Labelling;

/// <summary>
/// Labels of a folder: <c>real/</c>, <c>fake/</c>, <c>inpainted/</c>, each searched with its folders. A folder below <c>fake/</c> or <c>inpainted/</c> names the generator. The mask of
/// <c>inpainted/a.jpg</c> is <c>inpainted/a.mask.png</c>, or a picture of the stem <c>a</c> in <c>masks/</c> or <c>inpainted/masks/</c>. Images of one stem are kept together in splits, as pairs are.
/// </summary>
internal static class ImportFolder
{
    private const string MaskEnd = ".mask";

    private static readonly (string Folder, Ruling Ruling)[] Classes = [("real", Ruling.NoFindings), ("fake", Ruling.AiGenerated), ("inpainted", Ruling.Inpainted)];

    /// <param name="root">The folder.</param>
    /// <param name="sourcePattern">Its first group names the source in a file's stem; null = the stem does.</param>
    /// <exception cref="ImportRefusedException">There is no image of any class, or two masks of one image.</exception>
    public static IReadOnlyList<ImportRow> Read(string root, Regex? sourcePattern)
    {
        var rows = new List<ImportRow>();
        var errors = new List<ImportError>();
        foreach (var (name, ruling) in Classes)
        {
            var folder = Path.Combine(root, name);
            var files = Directory.Exists(folder) ? FolderSearch.Find(folder).ToArray() : [];
            errors.AddRange(files.Where(file => file.Problem is not null).Select(file => new ImportError(0, "folder-unreadable", $"{file.Name}: {file.Problem!.Sentence}")));
            foreach (var path in files.Select(file => file.Path).OfType<string>().Where(path => !IsMask(folder, path)).Order(StringComparer.Ordinal))
            {
                var row = new ImportRow(rows.Count + 1, ruling) { File = path, Generator = ruling == Ruling.NoFindings ? null : GeneratorOf(folder, path), Group = ImageFolder.SourceOf(path, sourcePattern) };
                var masks = ruling == Ruling.Inpainted ? MasksOf(root, path) : [];
                if (masks.Length > 1)
                    errors.Add(new ImportError(row.Line, "mask-ambiguous", $"Both '{masks[0]}' and '{masks[1]}' could be the mask of '{path}'."));
                rows.Add(row with { Mask = masks.FirstOrDefault() });
            }
        }

        if (errors.Count > 0)
            throw new ImportRefusedException(errors);
        return rows.Count > 0 ? rows : throw new ImportRefusedException([new ImportError(0, "no-images", $"There is no image in '{root}' below real/, fake/ or inpainted/.")]);
    }

    private static bool IsMask(string folder, string path) =>
        Path.GetFileNameWithoutExtension(path).EndsWith(MaskEnd, StringComparison.OrdinalIgnoreCase)
        || Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar) is ["masks", _, ..];

    private static string? GeneratorOf(string folder, string path) => Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : null;

    private static string[] MasksOf(string root, string path)
    {
        var (folder, stem) = (Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        var beside = In(folder, stem + MaskEnd);
        return beside.Length > 0 ? beside : [.. In(Path.Combine(root, "masks"), stem), .. In(Path.Combine(root, "inpainted", "masks"), stem)];

        static string[] In(string folder, string stem) => !Directory.Exists(folder) ? [] :
            [.. Directory.EnumerateFiles(folder).Where(file => Path.GetFileNameWithoutExtension(file).Equals(stem, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
