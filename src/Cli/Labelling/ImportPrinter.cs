using System.Globalization;
using Spectre.Console;

namespace StayPositive.Cli.Labelling;

/// <summary>Prints what an import did, or why it did nothing.</summary>
internal static class ImportPrinter
{
    private const int MaxErrors = 100;

    public static void Print(ImportReport report, TextWriter output)
    {
        output.WriteLine($"{report.Rows} rows of {report.Contents} contents: {report.Added} labels added, {report.Unchanged} were there, {report.Older} contents have a newer label; {report.Measured} images measured.");
        if (report.Conflicts.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"{report.Conflicts.Count} contradictions; the newest label wins:");
            Print(output, ["line", "content", "row", "other label", "holds"], report.Conflicts.Select(conflict =>
                new[] { conflict.Line.ToString(CultureInfo.InvariantCulture), conflict.Hash[..16], conflict.Row, conflict.Other, conflict.Won ? "row" : "other" }));
        }

        if (report.NotScanned.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"{report.NotScanned.Count} images got no label:");
            Print(output, ["image", "code", "why"], report.NotScanned.Select(one => new[] { one.Name, one.Code, one.Sentence }));
        }
    }

    public static void Print(ImportRefusedException refused, TextWriter error)
    {
        foreach (var wrong in refused.Errors.Take(MaxErrors))
            error.WriteLine($"{(wrong.Line > 0 ? $"line {wrong.Line}: " : "")}{wrong.Code}: {wrong.Sentence}");
        if (refused.Errors.Count > MaxErrors)
            error.WriteLine($"and {refused.Errors.Count - MaxErrors} more.");
        error.WriteLine($"{refused.Errors.Count} errors; nothing was imported.");
    }

    private static void Print(TextWriter output, string[] columns, IEnumerable<string[]> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        var table = new Table { Border = TableBorder.Ascii };
        table.AddColumns(columns);
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }
}
