namespace StayPositive.RetrainJob.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Style">Class of the style sheet: colour and dashes.</param>
/// <param name="Points">In the units of the axes.</param>
internal sealed record ChartLine(string Name, string Style, IReadOnlyList<CurvePoint> Points);
