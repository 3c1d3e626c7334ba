using System.Text;
using StayPositive.Cli.Reports;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Tests.Reports;

public sealed class ReportSummaryTests
{
    [Fact]
    public void The_place_that_is_kept_is_long_enough_for_the_largest_counts()
    {
        var counts = Enum.GetValues<Decision>().ToDictionary(decision => decision, _ => int.MaxValue / 5);
        var summary = ReportSummary.Of(counts, unscanned: 7).ToString();
        Assert.Equal(7, summary.Split("type=\"radio\"").Length - 1);
        Assert.InRange(Encoding.UTF8.GetByteCount(summary), 1, ReportSummary.Length - 1);
    }
}
