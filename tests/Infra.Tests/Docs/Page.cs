using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Docs;

/// <summary>A page of the documentation.</summary>
internal sealed partial record Page(string Path, string Text)
{
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md").Concat(Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "samples"), "*.md")).Order(StringComparer.Ordinal)
            .Select(file => Read(System.IO.Path.GetRelativePath(Repository.Root, file))),
    ];

    public static Page Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)));

    /// <summary>Rows of the first table with these headings.</summary>
    public IReadOnlyList<string[]> Table(params string[] headings)
    {
        var lines = Text.Split('\n');
        var start = Array.FindIndex(lines, line => Cells(line).SequenceEqual(headings));
        Assert.True(start >= 0, $"{Path} has no table with the headings {string.Join(" | ", headings)}.");
        return [.. lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
    }

    /// <summary>Commands: the lines of fenced blocks without a language or of a shell, continuations joined, comments taken off. Blocks of output begin with something else than a known program.</summary>
    public IEnumerable<string> Commands() =>
        Fence().Matches(Text).Where(block => block.Groups["language"].Value is "" or "sh" or "bash" or "console")
            .SelectMany(block => block.Groups["body"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim()).Where(line => Known().IsMatch(line));

    private static string[] Cells(string line) => line.StartsWith('|') ? [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())] : [];

    [GeneratedRegex(@"^ *```(?<language>\w*)\n(?<body>.*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\s#\s.*$|\s+#[^ ]*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(\w+=(\$\([^)]*\)|\S+) )*(\./|\.ci/|bench/|tests/|infra/|dotnet |docker |az |azd |staypositive |RetrainJob |curl |openssl |/usr/bin/time )")]
    private static partial Regex Known();
}
