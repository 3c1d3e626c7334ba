using Spectre.Console;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>A table for people, with what the numbers mean under it. Keeps the texts of a row, not its measurement.</summary>
internal sealed class TableWriter(TextWriter output, bool plain) : IRowWriter
{
    private const int PlainWidth = 10000; // a pipe has no edge to wrap at
    private readonly List<(Decision Decision, string[] Cells)> rows = [];
    private readonly TableNotes notes = new();

    public void Add(ScanRow row)
    {
        rows.Add((row.Decision, TableCells.Of(row)));
        notes.Add(row);
    }

    public void Finish(int unscanned)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (plain)
            console.Profile.Width = PlainWidth;
        if (rows.Count > 0)
            console.Write(Table(plain ? TableBorder.Ascii : TableBorder.Rounded));
        foreach (var line in notes.Lines(unscanned))
            console.Write(new Text(line + "\n"));
        output.Flush();
    }

    private Table Table(TableBorder border)
    {
        var table = new Table { Border = border };
        table.AddColumns(
            new TableColumn("file"), new TableColumn("verdict").NoWrap(), new TableColumn("score vs threshold"),
            new TableColumn("probability").RightAligned().NoWrap(), new TableColumn("region"), new TableColumn("ms").RightAligned().NoWrap());
        foreach (var (decision, cells) in rows)
            table.AddRow(cells.Select((cell, n) => new Text(cell, n == 1 ? StyleOf(decision) : Style.Plain)));
        return table;
    }

    private static Style StyleOf(Decision decision) => decision switch
    {
        Decision.AiGenerated or Decision.Inpainted => new Style(Color.Red),
        Decision.Uncertain or Decision.NotScanned => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
