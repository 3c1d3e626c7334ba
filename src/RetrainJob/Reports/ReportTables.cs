using StayPositive.Cli.Reports;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Reports;

/// <summary>Tables of the page.</summary>
internal static class ReportTables
{
    /// <summary>A table that scrolls by itself on a narrow screen.</summary>
    /// <param name="name">For who cannot see it.</param>
    /// <param name="columns">Heads; those that begin with '#' are numbers.</param>
    /// <param name="rows">Cells of each row.</param>
    public static Html Table(string name, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) => Html.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><thead><tr>{Html.Join(columns.Select(column => Html.Of($"<th scope=\"col\"{Number(column)}>{column.TrimStart('#')}</th>")))}</tr></thead><tbody>
        {Html.Join(rows.Select(row => Html.Of($"<tr>{Html.Join(row.Select((cell, n) => Html.Of($"<td{Number(columns[n])}>{cell}</td>")))}</tr>\n")))}</tbody></table></div>

        """);

    public static Html Text(string text) => Html.Of($"{text}");

    /// <summary>A share or an AUC, in percent.</summary>
    public static Html Percent(double value) => double.IsNaN(value) ? Text("-") : Html.Of($"{value * 100:F1}");

    public static Html Figure(double value, string format = "0.####") => double.IsNaN(value) ? Text("-") : Text(value.ToString(format));

    /// <summary>A difference of AUC in percentage points, with its interval.</summary>
    public static Html Difference(Interval interval) => double.IsNaN(interval.Estimate) ? Text("-")
        : !interval.IsBounded ? Html.Of($"{interval.Estimate * 100:+0.0;-0.0;0.0}")
        : Html.Of($"{interval.Estimate * 100:+0.0;-0.0;0.0} ({interval.Low * 100:+0.0;-0.0;0.0} to {interval.High * 100:+0.0;-0.0;0.0})");

    public static Html Rate(RateEstimate rate) => rate.Rows == 0 ? Text("not known: no audit rows") : Html.Of($"{rate.Value * 100:F2}% ({rate.Low * 100:F2} to {rate.High * 100:F2}), {rate.Rows} rows");

    public static Html Passed(bool passed) => passed ? Html.Of($"<span class=\"pass\">passed</span>") : Html.Of($"<span class=\"fail\">failed</span>");

    private static Html Number(string column) => column.StartsWith('#') ? Html.Of($" class=\"n\"") : Html.Empty;
}
