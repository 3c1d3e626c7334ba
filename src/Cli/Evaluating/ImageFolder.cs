using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace StayPositive.Cli.Evaluating;

/// <summary>Finds the images of a folder and names their sources.</summary>
internal static class ImageFolder
{
    private static readonly string[] Suffixes = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"];

    /// <summary>
    /// Image files below a folder, by their suffix. The order is drawn from the seed and the source id, so the first n are a fair sample, and
    /// pictures of one source come at the same place in both classes.
    /// </summary>
    /// <exception cref="EvaluationRefusedException"><c>folder-missing</c> or <c>no-images</c>.</exception>
    public static IReadOnlyList<ImageFile> List(string folder, int seed, Regex? sourcePattern)
    {
        if (!Directory.Exists(folder)) throw new EvaluationRefusedException("folder-missing", $"There is no folder '{folder}'.");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Suffixes.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Select(path => new ImageFile(path, SourceOf(path, sourcePattern)))
            .OrderBy(file => Draw(seed, file.Source))
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .ToArray();
        if (files.Length == 0) throw new EvaluationRefusedException("no-images", $"The folder '{folder}' holds no image ({string.Join(", ", Suffixes)}).");
        return files;
    }

    /// <summary>The first group of the pattern in the file's stem; the stem if the pattern does not match or there is none.</summary>
    internal static string SourceOf(string path, Regex? sourcePattern)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var match = sourcePattern?.Match(stem);
        return match is { Success: true } && match.Groups is [_, { Success: true } group, ..] ? group.Value : stem;
    }

    private static string Draw(int seed, string source) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{source}")));
}
