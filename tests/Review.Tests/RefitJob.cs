using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace StayPositive.Review.Tests;

/// <summary>The retraining job as a process of its own, as a schedule starts it.</summary>
internal static class RefitJob
{
    private static readonly string Program = typeof(RefitJob).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "JobProgram").Value!;

    /// <summary>Fits and reports, and publishes nothing.</summary>
    /// <param name="data">Folder of the installation.</param>
    /// <param name="settings">JSON of the job's settings.</param>
    /// <param name="auditKey">As the app has it: the splits are drawn by it.</param>
    /// <param name="cancellation">Of the test.</param>
    /// <returns>Its report.</returns>
    public static async Task<JsonElement> DryRunAsync(string data, string settings, string auditKey, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("refit-").FullName;
        try
        {
            var file = Path.Combine(folder, "settings.json");
            await File.WriteAllTextAsync(file, settings, cancellation);
            var start = new ProcessStartInfo("dotnet", [Program, "refit", "--dry-run", "--data", data, "--settings", file, "--work", Path.Combine(folder, "work"), "--report", folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["Storage__AuditKey"] = auditKey;
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            var report = Path.Combine(folder, "report.json");
            Assert.True(File.Exists(report), $"It ended with {process.ExitCode} and without a report: {await output}{await errors}");
            return JsonDocument.Parse(await File.ReadAllBytesAsync(report, cancellation)).RootElement;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
