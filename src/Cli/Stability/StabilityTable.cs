using Spectre.Console;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Models;

namespace StayPositive.Cli.Stability;

/// <summary>Prints the counts for people.</summary>
internal static class StabilityTable
{
    public static void Write(TextWriter output, ModelVersion model, Reencoding[] reencodings, FlipCounts[] counts, int left)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 160;
        output.WriteLine($"Model {model}, {counts[0].Images} images{(left == 0 ? "" : $"; {left} not scanned")}. A flip: a finding became no findings, or the other way round.");
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns("re-encoding", "flips without", "flips with a second look", "uncertain without", "uncertain with");
        foreach (var (reencoding, count) in reencodings.Zip(counts))
            table.AddRow(reencoding.ToString(), $"{count.FlipsWithout:0.0%}", $"{count.FlipsWith:0.0%}", $"{count.UncertainWithout:0.0%}", $"{count.UncertainWith:0.0%}");
        console.Write(table);
    }
}
