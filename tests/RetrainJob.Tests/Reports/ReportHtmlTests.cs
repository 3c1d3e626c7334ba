using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using StayPositive.RetrainJob.Reports;
using StayPositive.RetrainJob.Tests.Gates;

namespace StayPositive.RetrainJob.Tests.Reports;

public sealed class ReportHtmlTests
{
    [Fact]
    public void The_page_shows_every_gate_slice_and_chart_and_needs_nothing_else()
    {
        var report = SampleReport.Of("refit-1");
        var page = Encoding.UTF8.GetString(ReportHtml.Write(report));
        foreach (var gate in report.Gates)
            Assert.Contains($"<b>{gate.Gate}</b>", page);
        foreach (var slice in report.Slices.Where(slice => slice.Kind != "all"))
            Assert.Contains($"{slice.Kind}: {slice.Value}", page);
        foreach (var figure in new[] { "ROC curve", "Precision and recall", "Reliability", "Weights", "Drift of each feature" })
            Assert.Contains($"<figcaption>{figure}", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("href=", page);
        Assert.DoesNotContain(" style=", page); // the page's own policy would refuse it
    }

    [Fact]
    public void What_is_shown_is_well_formed_markup()
    {
        var page = Encoding.UTF8.GetString(ReportHtml.Write(SampleReport.Of("refit-1")));
        var body = page[page.IndexOf("<body>", StringComparison.Ordinal)..(page.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)];
        Assert.NotEmpty(XElement.Parse(body).Descendants("svg"));
    }

    [Fact]
    public void A_generators_name_cannot_become_markup()
    {
        var rows = Rows.Draw(60, 2, 1).Select(row => row with { Facts = row.Facts with { Generator = row.Generated ? "<img src=x onerror=alert(1)>" : null } }).ToArray();
        var page = Encoding.UTF8.GetString(ReportHtml.Write(SampleReport.Of("refit-1", rows)));
        Assert.DoesNotContain("<img", page);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page);
    }

    [Fact]
    public void A_figure_that_is_not_defined_is_null_in_json_and_a_dash_on_the_page()
    {
        var report = SampleReport.Of("refit-1", [.. Rows.Draw(20, 2, 1).Where(row => row.Generated)]);
        using var json = JsonDocument.Parse(ReportJson.Write(report));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("slices")[0].GetProperty("candidate").GetProperty("auc").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("drift").GetProperty("candidateGenerated").ValueKind);
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Contains("<td class=\"n\">-</td>", Encoding.UTF8.GetString(ReportHtml.Write(report)));
    }

    [Fact]
    public void Mistakes_are_the_worst_of_each_class_and_no_correct_row_is_among_them()
    {
        var rows = Rows.Draw(200, 0.5, 1);
        var mistakes = Mistake.Worst(rows, 5);
        Assert.Equal(10, mistakes.Count);
        foreach (var generated in new[] { false, true })
        {
            var wrong = rows.Where(row => row.Generated == generated && row.Candidate.IsFinding != generated).Select(row => Math.Abs((double)row.Candidate.Margin)).OrderDescending().Take(5);
            Assert.Equal(wrong, mistakes.Where(mistake => mistake.Generated == generated).Select(mistake => mistake.Margin));
        }
    }

    [Fact]
    public void Curves_begin_and_end_at_the_corners_and_rise()
    {
        var roc = Curves.Of(Rows.Draw(500, 1, 1), row => row.Candidate).Roc;
        Assert.Equal((0, 0), (roc[0].X, roc[0].Y));
        Assert.Equal((1, 1), (roc[^1].X, roc[^1].Y));
        Assert.Equal(roc.OrderBy(point => point.X).ThenBy(point => point.Y), roc);
        Assert.InRange(roc.Count, 100, 200);
    }
}
