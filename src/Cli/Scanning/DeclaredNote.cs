using StayPositive.Detector.Provenance;

namespace StayPositive.Cli.Scanning;

/// <summary>The line under the table that names the files that declare a generation or carry a C2PA manifest.</summary>
internal sealed class DeclaredNote
{
    private const int MostNamed = 5;
    private readonly List<string> named = [];
    private int more;

    public void Add(ScanRow row)
    {
        if (row.Scan?.Provenance is not { } declared || !(declared.HasC2pa || declared.DeclaresGeneration))
            return;
        if (named.Count < MostNamed)
            named.Add($"{TableCells.Safe(row.Input.Name)} ({Declared(declared)})");
        else
            more++;
    }

    /// <summary>Null when there is nothing to say.</summary>
    public string? Line() => named.Count == 0
        ? null
        : $"Declared, unverified, no part of the verdict: {string.Join("; ", named)}{(more > 0 ? $"; and {more} more (--json has all)" : "")}.";

    /// <summary>Texts are named by their keys only: a prompt may be long, and its words are a stranger's.</summary>
    private static string Declared(DeclaredProvenance declared)
    {
        string?[] parts =
        [
            declared.DeclaresGeneration ? "says that AI made it or a part of it" : null, declared.HasC2pa ? "C2PA manifest" : null,
            declared.Texts.Count > 0 ? "text " + string.Join(", ", declared.Texts.Select(text => text.Key).Distinct()) : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }
}
