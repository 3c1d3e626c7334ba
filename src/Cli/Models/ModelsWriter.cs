using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace StayPositive.Cli.Models;

/// <summary>Where the verbs print: one JSON document, or text and tables.</summary>
internal sealed class ModelsWriter(TextWriter output, TextWriter error, bool json)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Prints a result as JSON, or by the other way.</summary>
    public void Write(object document, Action<TextWriter> text)
    {
        if (json)
            output.WriteLine(JsonSerializer.Serialize(document, Options));
        else
            text(output);
    }

    /// <summary>Says why nothing was done; returns the exit code.</summary>
    public int Refuse(int code, string sentence)
    {
        error.WriteLine(sentence);
        return code;
    }

    /// <summary>An ASCII table, which a log keeps as it is.</summary>
    public static void Table(TextWriter output, string[] columns, IEnumerable<string[]> rows)
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
