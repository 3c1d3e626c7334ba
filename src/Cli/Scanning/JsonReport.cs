namespace StayPositive.Cli.Scanning;

/// <summary>The document of <c>--json</c>.</summary>
/// <param name="Schema">Version of this format.</param>
/// <param name="Complete">False after Ctrl+C.</param>
/// <param name="Unscanned">Inputs that Ctrl+C left out.</param>
/// <param name="Results">One an input, in order.</param>
internal sealed record JsonReport(int Schema, bool Complete, int Unscanned, IReadOnlyList<JsonRow> Results);
