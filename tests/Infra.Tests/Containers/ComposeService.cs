using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Containers;

/// <summary>A service of docker-compose.yml, read as far as ours go.</summary>
internal sealed partial class ComposeService
{
    private readonly string block;

    public ComposeService(string name)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
        block = Regex.Match(text, $@"^  {Regex.Escape(name)}:\n((?:    .*\n|\n)+)", RegexOptions.Multiline).Groups[1].Value;
    }

    /// <summary>What is started, after the image's entry point.</summary>
    public string[] Command => Line("command").Split(' ');

    /// <summary>The command that looks whether it is healthy.</summary>
    public string[] Health => [.. Line("  test").Trim('[', ']').Split(", ").Select(part => part.Trim('"')).Skip(1)];

    /// <summary>Variables, with what the caller's own environment holds (<c>${NAME:?...}</c>) put in.</summary>
    public Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> outside) => Regex.Match(block, @"    environment:\n((?:      .*\n)+)").Groups[1].Value.Split('\n')
        .Where(line => !line.TrimStart().StartsWith('#')).Select(line => line.Trim().Split(": ", 2)).Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => Outside().Replace(pair[1], match => outside[match.Groups[1].Value]));

    /// <summary>Lines of the block, to look for what must stand there.</summary>
    public IReadOnlyList<string> Lines => block.Split('\n', StringSplitOptions.TrimEntries);

    private string Line(string name) => Regex.Match(block, $@"^    {name}: (.+)$", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"\$\{(\w+):\?[^}]*\}")]
    private static partial Regex Outside();
}
