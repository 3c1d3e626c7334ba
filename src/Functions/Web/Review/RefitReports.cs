using System.Collections.Concurrent;
using System.Text.Json;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Web.Review;

/// <summary>Reads the heads of the refits' reports: <c>reports/{version}/report.json</c>. Their names are hashes, so that each is read to know its time.</summary>
internal sealed class RefitReports(Installation installation)
{
    private const int Most = 10;
    private const int AtOnce = 8;

    /// <summary>The newest ones.</summary>
    public async Task<IReadOnlyList<RefitLine>> NewestAsync(CancellationToken cancellation)
    {
        var lines = new ConcurrentBag<RefitLine>();
        var reports = installation.Models.ListAsync("reports/", null, cancellation).Where(entry => entry.Key.Value.EndsWith("/report.json", StringComparison.Ordinal));
        await Parallel.ForEachAsync(reports, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (entry, stop) =>
        {
            if (await installation.Models.ReadAsync(entry.Key, stop) is { } found && Read(found.Content) is { } line)
                lines.Add(line);
        });
        return [.. lines.OrderByDescending(line => line.MadeAt).Take(Most)];
    }

    /// <summary>Null for what is no report of a version that this program knows.</summary>
    private static RefitLine? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var report = JsonDocument.Parse(json);
            var root = report.RootElement;
            return new RefitLine(
                root.GetProperty("version").GetString()!, root.GetProperty("champion").GetString()!, root.GetProperty("madeAt").GetDateTimeOffset(), root.GetProperty("passed").GetBoolean(),
                [.. root.GetProperty("gates").EnumerateArray().Select(gate => new GateLine(gate.GetProperty("gate").ToString(), gate.GetProperty("passed").GetBoolean(), gate.GetProperty("sentence").GetString()!))]);
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
