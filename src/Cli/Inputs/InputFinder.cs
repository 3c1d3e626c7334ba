using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace StayPositive.Cli.Inputs;

/// <summary>Files, folders (with subfolders), globs and <c>-</c> to inputs, in the order given and, within a folder, of the names.</summary>
internal static class InputFinder
{
    public static IReadOnlyList<Input> Find(IEnumerable<string> paths) => paths.SelectMany(Expand).ToArray();

    private static IReadOnlyList<Input> Expand(string path)
    {
        if (path == Input.StandardInput)
            return [new Input(path, null, null)];
        if (File.Exists(path))
            return [new Input(path, path, null)];

        try
        {
            if (Directory.Exists(path))
                return OrProblem(path, FolderSearch.Find(path), "The folder holds no JPEG, PNG or WebP files.");
            if (path.AsSpan().IndexOfAny('*', '?') >= 0)
                return OrProblem(path, Glob(path).Select(file => new Input(file, file, null)), "No file matches the pattern.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [Input.OfProblem(path, "Unreadable", $"The folder cannot be read: {exception.Message}", "Check its permissions.")];
        }

        return [Input.OfProblem(path, "NotFound", "There is no such file or folder.", "Check the path.")];
    }

    private static IEnumerable<string> Glob(string pattern)
    {
        var normal = pattern.Replace('\\', '/');
        var firstWild = normal.AsSpan().IndexOfAny('*', '?');
        var slash = normal.LastIndexOf('/', firstWild);
        var root = slash < 0 ? "." : slash == 0 ? "/" : normal[..slash];
        if (!Directory.Exists(root))
            return [];

        var matcher = new Matcher(StringComparison.Ordinal).AddInclude(normal[(slash + 1)..]);
        return matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files
            .Select(match => slash < 0 ? match.Path : Path.Combine(root, match.Path));
    }

    private static Input[] OrProblem(string path, IEnumerable<Input> inputs, string sentence)
    {
        var found = inputs.OrderBy(input => input.Name, StringComparer.Ordinal).ToArray();
        return found.Length > 0 ? found : [Input.OfProblem(path, "NoImages", sentence, "Give files or folders that hold images.")];
    }
}
