using System.Text.Json;
using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Containers;

/// <summary>A Dockerfile, read as far as ours go.</summary>
internal sealed partial class Dockerfile
{
    private readonly (string Name, string Text)[] all;

    public Dockerfile(string path)
    {
        var text = Comment().Replace(File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)), "").Replace("\\\n", " ", StringComparison.Ordinal);
        all = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts[1].Trim()))];
    }

    /// <summary>Names of the instructions, in their order.</summary>
    public IEnumerable<string> Instructions => all.Select(line => line.Name);

    /// <summary>Bases, with the arguments' defaults put in.</summary>
    public IEnumerable<string> Bases => Of("FROM", all).Select(text => Resolve(text.Split(' ')[0]));

    /// <summary>The commands that build, with the arguments' defaults put in.</summary>
    public IEnumerable<string> Runs => Of("RUN", all).Select(Resolve);

    public string User => Of("USER", Final).Last();

    /// <summary>What is started: entry point and command.</summary>
    public string[] Start => [.. Of("ENTRYPOINT", Final).SelectMany(List), .. Of("CMD", Final).SelectMany(List)];

    public string[] Health => List(Of("HEALTHCHECK", Final).Single().Split("CMD ", 2)[1]);

    /// <summary>Where the app lies in the image.</summary>
    public string App => Of("COPY", Final).Single(text => text.StartsWith("--from=build", StringComparison.Ordinal)).Split(' ')[^1];

    public IReadOnlyDictionary<string, string> Environment => Of("ENV", Final).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private (string Name, string Text)[] Final => [.. all.Skip(Array.FindLastIndex(all, line => line.Name == "FROM"))];

    private static IEnumerable<string> Of(string name, (string Name, string Text)[] lines) => lines.Where(line => line.Name == name).Select(line => line.Text);

    private static string[] List(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private string Resolve(string text) => Argument().Replace(text, match => Of("ARG", all).Select(argument => argument.Split('=', 2)).First(argument => argument[0] == match.Groups[1].Value)[1]);

    [GeneratedRegex(@"^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Argument();
}
