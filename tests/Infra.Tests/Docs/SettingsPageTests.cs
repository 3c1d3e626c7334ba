using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Docs;

/// <summary>The settings of the pages are those of the programs, with their defaults, and the other way round.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly Dictionary<string, object> Sections = new(StringComparer.Ordinal)
    {
        ["Storage"] = new InstallationSettings(),
        ["Scanning"] = new ScanningOptions(),
        ["OpenAI"] = Made("Notes.NotesOptions"),
        ["Web"] = Made("Web.WebOptions"),
        ["Backfills"] = Made("Backfills.BackfillOptions"),
        ["Models"] = Made("Wiring.ModelSettings"),
    };

    private static readonly Lazy<string> Sources = new(() => string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)));

    /// <summary>Settings of the pages, and what they say of the default.</summary>
    private static (string Name, string Default)[] Documented { get; } =
    [
        .. Rows(Page.Read("docs/operations.md").Table("setting", "unit, limits", "default"), 2),
        .. Rows(Page.Read("docs/notes.md").Table("setting", "unit", "default", "limits"), 2),
    ];

    [Fact]
    public void Every_setting_of_the_pages_is_read_and_has_the_default_that_they_say()
    {
        Assert.InRange(Documented.Length, 40, 200);
        Assert.Empty(Documented.SelectMany(setting => Problems(setting.Name, setting.Default)));
    }

    [Fact]
    public void Every_setting_that_is_read_stands_in_the_pages()
    {
        var named = Documented.Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        var read = Sections.SelectMany(section => Settable(section.Value.GetType()).Select(property => $"{section.Key}:{property.Name}")).Concat(Literal().Matches(Sources.Value).Select(match => match.Groups[1].Value)).Distinct().ToArray();
        Assert.InRange(read.Length, 40, 200);
        Assert.DoesNotContain(read, name => !named.Contains(name));
    }

    [Theory]
    [InlineData("Scanning:AuditRate", "0.05", "0.005")]
    [InlineData("Web:MaxBodyKilobytes", "100", "1000")]
    [InlineData("Models:ExecutionProvider", "`Cpu`", "Auto")]
    [InlineData("Scanning:CleanContainer", "7", "none")]
    [InlineData("Web:Colour", "7", "reads")]
    [InlineData("Auth:Colour", "none", "reads")]
    public void A_wrong_line_is_found(string name, string said, string problem) => Assert.Contains(problem, Assert.Single(Problems(name, said)), StringComparison.Ordinal);

    private static IEnumerable<string> Problems(string name, string said)
    {
        var parts = name.Split(':');
        if (parts.Length == 1 || !Sections.TryGetValue(parts[0], out var section))
        {
            if (!Sources.Value.Contains($"\"{name}\"", StringComparison.Ordinal))
                yield return $"Nobody reads {name}.";
            yield break;
        }

        if (Settable(section.GetType()).FirstOrDefault(property => property.Name == parts[1]) is not { } found)
        {
            yield return $"Nobody reads {name}.";
            yield break;
        }

        var (value, first) = (found.GetValue(section), Plain().Match(said).Value);
        if (value is null or ICollection { Count: 0 })
        {
            if (double.TryParse(first, CultureInfo.InvariantCulture, out _))
                yield return $"{name} has none, the page says {said}.";
        }
        else if (!string.Equals(Text(value), first, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{name} is {Text(value)}, the page says {said}.";
        }
    }

    /// <summary>A row may name several settings, and has then as many defaults, or one for all.</summary>
    private static IEnumerable<(string Name, string Default)> Rows(IReadOnlyList<string[]> table, int column)
    {
        foreach (var row in table)
        {
            var names = Code().Matches(row[0]).Select(match => Index().Replace(match.Groups[1].Value, "")).Distinct().ToArray();
            var values = row[column].Split(", ");
            for (var n = 0; n < names.Length; n++)
                yield return (names[n], values.Length == names.Length ? values[n] : row[column]);
        }
    }

    /// <summary>What the binder fills: settable properties, and lists.</summary>
    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true } || property.PropertyType.IsGenericType);

    private static string Text(object value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : $"{value}";

    private static object Made(string name) => Activator.CreateInstance(typeof(ScanningOptions).Assembly.GetType($"StayPositive.Functions.{name}", throwOnError: true)!, nonPublic: true)!;

    [GeneratedRegex("`([A-Za-z_][A-Za-z0-9_:]*)`")]
    private static partial Regex Code();

    [GeneratedRegex(@":\d+(:\w+)?$")]
    private static partial Regex Index();

    [GeneratedRegex(@"[^`\s;:]+")]
    private static partial Regex Plain();

    /// <summary>A name in the code: <c>"Auth:Authority"</c>.</summary>
    [GeneratedRegex("\"([A-Z][A-Za-z]+:[A-Z][A-Za-z]+)\"")]
    private static partial Regex Literal();
}
