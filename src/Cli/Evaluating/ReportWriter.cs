using System.Globalization;
using Spectre.Console;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>Prints a report for people.</summary>
internal static class ReportWriter
{
    /// <summary>Narrowest console on which a row of the table stays one line.</summary>
    private const int TableWidth = 150;

    /// <summary>Writes the report as tables, one for each re-encoding.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Where to; plain text unless it is a terminal's.</param>
    public static void Write(EvaluationReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        console.Profile.Width = Math.Max(console.Profile.Width, TableWidth);
        var pixels = report.Crop == 0 ? "whole images" : $"crops of {report.Crop} x {report.Crop}";
        console.WriteLine($"Model {report.Model}, {pixels}; 95% intervals from {report.Resamples} resamples of source photos, seed {report.Seed}.");
        WriteClass(console, "real", report.Real);
        WriteClass(console, "fake", report.Fake);
        foreach (var warning in report.Warnings) console.WriteLine($"WARNING: {warning}");
        foreach (var result in report.Results) Write(console, result);
    }

    private static void WriteClass(IAnsiConsole console, string name, ClassFiles files)
    {
        var formats = string.Join(", ", files.Formats.Select(format => $"{format.Value} {format.Key}"));
        var left = new[] { (files.TooSmall, "smaller than the crop"), (files.Untouched, "with no edited pixel in the crop"), (files.Unreadable.Count, "unreadable") }
            .Where(reason => reason.Item1 > 0)
            .Select(reason => $"{reason.Item1} {reason.Item2}")
            .ToArray();
        console.WriteLine($"{name}: {files.Used} images ({formats}){(left.Length == 0 ? "" : $"; left out: {string.Join(", ", left)}")}");
    }

    private static void Write(IAnsiConsole console, ReencodingReport result)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var header in new[] { "head", "score", "AUC", "AP (balanced)", "TPR at 1% FPR", "FPR at threshold", "TPR at threshold" }) table.AddColumn(header);
        foreach (var (head, score, figures) in result.Scores)
        {
            table.AddRow(
                new Text(head), new Text(score), Cell(figures.Auc), Cell(figures.AveragePrecision), Cell(figures.TruePositiveRateAt1Percent),
                Cell(figures.FalsePositiveRate), Cell(figures.TruePositiveRate));
        }

        console.WriteLine();
        console.WriteLine($"re-encoding: {result.Reencoding}");
        console.Write(table);
        if (result.ConstraintGain is { } gain) console.WriteLine($"AUC by image, non-negative minus unconstrained (paired): {Text(gain)}");
        if (result.Pixels is { } pixels)
            console.WriteLine($"pixel AUC of the evidence map, {pixels.Images} masks: pooled {Text(pixels.PooledAuc)}, mean of images {Text(pixels.MeanAuc)}");
        console.WriteLine($"verdicts on real: {Join(result.RealDecisions)}; on fake: {Join(result.FakeDecisions)}");
    }

    private static Text Cell(Interval? interval) => new(interval is null ? "-" : Text(interval));

    private static string Text(Interval interval)
    {
        if (double.IsNaN(interval.Estimate)) return "-";
        return interval.IsBounded ? $"{Number(interval.Estimate)} [{Number(interval.Low)}, {Number(interval.High)}]" : Number(interval.Estimate);
    }

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Join(IReadOnlyDictionary<string, int> decisions) => string.Join(", ", decisions.Select(decision => $"{decision.Value} {decision.Key}"));
}
