using System.Globalization;
using System.Text;
using StayPositive.Cli.Reports;

namespace StayPositive.RetrainJob.Reports;

/// <summary>Charts as SVG inside the page: no script, colours from the style sheet, lines told apart by dashes, too.</summary>
internal static class Chart
{
    private const double Left = 56, Top = 10, Width = 300, Height = 220, Bottom = 44;
    private const int Ticks = 5;

    /// <summary>Lines over two axes from 0 to 1.</summary>
    public static Html Lines(string title, string x, string y, IReadOnlyList<ChartLine> lines)
    {
        var drawn = lines.Where(line => line.Points.Count > 0).ToArray();
        var paths = Html.Join(drawn.Select(line => Html.Of($"<path class=\"{line.Style}\" d=\"{Path(line.Points)}\"><title>{line.Name}</title></path>")));
        var legend = Html.Join(drawn.Select(line => Html.Of($"<li><svg viewBox=\"0 0 28 8\" aria-hidden=\"true\"><path class=\"{line.Style}\" d=\"M0 4H28\"></path></svg>{line.Name}</li>")));
        var across = Html.Join(Enumerable.Range(0, Ticks + 1).Select(tick => Html.Of($"<text x=\"{Left + Width * tick / Ticks:F1}\" y=\"{Top + Height + 16:F1}\" text-anchor=\"middle\">{(double)tick / Ticks:0.##}</text>")));
        return Figure(title, x, y, 1, Html.Join([across, paths]), Html.Of($"<ul class=\"legend\">{legend}</ul>"));
    }

    /// <summary>One bar a value, and further ones, if there are any, below the axis.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="x">What the values are.</param>
    /// <param name="y">Their unit.</param>
    /// <param name="above">Values >= 0.</param>
    /// <param name="below">As many values >= 0, or none.</param>
    /// <param name="limits">Heights at which a line is drawn.</param>
    public static Html Bars(string title, string x, string y, IReadOnlyList<double> above, IReadOnlyList<double> below, params double[] limits)
    {
        var largest = Math.Max(above.Concat(below).Concat(limits).DefaultIfEmpty(0).Max(), 1e-9);
        var half = below.Count > 0 ? 2 : 1;
        var step = Width / Math.Max(1, above.Count);
        var bars = Html.Join([Stems("bar-above", above, -1), Stems("bar-below", below, 1), .. limits.Select(limit => Html.Of($"<path class=\"limit\" d=\"M{Left:F1} {Y(limit, -1):F1}h{Width:F1}\"><title>{limit:0.##}</title></path>"))]);
        return Figure(title, x, y, largest, bars, Html.Empty, half == 2);

        double Base() => Top + Height / half;

        double Y(double value, int direction) => Base() + direction * value / largest * (Height / half);

        Html Stems(string style, IReadOnlyList<double> values, int direction)
        {
            var path = new StringBuilder();
            for (var n = 0; n < values.Count; n++)
                if (values[n] > 0)
                    path.Append(CultureInfo.InvariantCulture, $"M{Left + (n + 0.5) * step:F2} {Base():F1}V{Y(values[n], direction):F2}");
            return Html.Of($"<path class=\"{style}\" stroke-width=\"{Math.Max(0.5, step * 0.7):F2}\" d=\"{path}\"></path>");
        }
    }

    private static Html Figure(string title, string x, string y, double largest, Html content, Html legend, bool mirrored = false)
    {
        var grid = Html.Join(Enumerable.Range(0, Ticks + 1).Select(tick =>
        {
            var at = Top + Height - Height * tick / Ticks;
            var value = mirrored ? Math.Abs(2.0 * tick / Ticks - 1) * largest : largest * tick / Ticks;
            return Html.Of($"<path class=\"grid\" d=\"M{Left:F1} {at:F1}h{Width:F1}\"></path><text x=\"{Left - 6:F1}\" y=\"{at + 4:F1}\" text-anchor=\"end\">{value:0.##}</text>");
        }));
        return Html.Of(
            $"""
            <figure><figcaption>{title}</figcaption>
            <svg class="chart" viewBox="0 0 {Left + Width + 10:F0} {Top + Height + Bottom:F0}" role="img" aria-label="{title}">{grid}{content}
            <text x="{Left + Width / 2:F0}" y="{Top + Height + 36:F0}" text-anchor="middle">{x}</text>
            <text x="12" y="{Top + Height / 2:F0}" text-anchor="middle" transform="rotate(-90 12 {Top + Height / 2:F0})">{y}</text></svg>{legend}</figure>

            """);
    }

    private static string Path(IReadOnlyList<CurvePoint> points)
    {
        var path = new StringBuilder();
        foreach (var point in points)
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{Left + Width * point.X:F1} {Top + Height * (1 - point.Y):F1}");
        return path.ToString();
    }
}
