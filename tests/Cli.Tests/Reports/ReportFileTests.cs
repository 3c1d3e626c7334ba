using System.Diagnostics;
using StayPositive.Cli.Tests.Scanning;

namespace StayPositive.Cli.Tests.Reports;

/// <summary>What becomes of the report's file when something goes wrong.</summary>
public sealed class ReportFileTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Report => folder.Path("report.html");

    private string Part => Report + ".part";

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task A_scan_that_is_interrupted_leaves_what_is_done_and_says_that_it_is_incomplete(string signal, int code)
    {
        File.WriteAllText(Report, "<!DOCTYPE html> the report of yesterday");
        var file = folder.Photo("p.png");
        // The second input is standard input that never ends, so the signal always comes while a scan is under way.
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "staypositive.dll"), "scan", file, "-", file, "--jsonl", "--report", Report, "--model", folder.Path("model"), "--threads", "1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Assert.Contains("NoFindings", await process.StandardOutput.ReadLineAsync(Token), StringComparison.Ordinal);
        using (var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]))
            await kill.WaitForExitAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.Equal(code, process.ExitCode);

        if (code == ExitCode.Cancelled)
        {
            Assert.False(File.Exists(Part));
            var report = ReportDocument.Read(Report);
            Assert.Equal([file], report.Names);
            Assert.Equal("Incomplete: the scan was cancelled; 2 of 3 inputs are not in this report. 0 flagged so far.", report.State);
            return;
        }

        Assert.EndsWith("yesterday", File.ReadAllText(Report), StringComparison.Ordinal);
        File.AppendAllText(Part, "</main></body></html>"); // as every browser does
        var rest = ReportDocument.Read(Part);
        Assert.Equal([file], rest.Names);
        Assert.StartsWith("Incomplete: the scan that wrote this report has not come to its end.", rest.State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_a_sentence_and_a_code_and_leaves_nothing()
    {
        File.CreateSymbolicLink(Part, "/dev/full");
        var run = await folder.ScanAsync(folder.Photo("p.png"), "--report", Report);
        Assert.Equal((ExitCode.OutputFailed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"The report '{Report}' cannot be written: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Report) || File.Exists(Part));
        Assert.True(File.Exists("/dev/full"));
    }

    [Fact]
    public async Task Only_a_report_is_replaced()
    {
        var photo = folder.Photo("p.png");
        var before = File.ReadAllBytes(photo);
        foreach (var taken in new[] { photo, folder.Text("empty.html", ""), folder.Text("notes.html", "Notes on last week's scans"), folder.Path("model"), "/dev/null" })
        {
            var run = await folder.ScanAsync(photo, "--report", taken);
            Assert.Equal((ExitCode.OutputFailed, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"The report '{taken}' cannot be written: It ", run.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(taken + ".part"));
        }

        Assert.Equal(before, File.ReadAllBytes(photo));
        Assert.Equal(0, (await folder.ScanAsync(photo, photo, "--report", Report)).ExitCode);
        Assert.Equal(0, (await folder.ScanAsync(photo, "--report", Report)).ExitCode);
        Assert.Single(ReportDocument.Read(Report).Cards);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_a_sentence_before_the_scan()
    {
        var run = await folder.ScanAsync(folder.Photo("p.png"), "--report", folder.Path("no/such/report.html"));
        Assert.Equal((ExitCode.OutputFailed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("The report '", run.Error, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
