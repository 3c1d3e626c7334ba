using System.Text.Json;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Web.Review;

/// <summary>Reads the heads of the refits' reports: <c>reports/{version}/report.json</c>.</summary>
internal static class RefitReports
{
    private const int Most = 10;
    private const int MostLooks = 200;

    /// <summary>The newest ones.</summary>
    public static async Task<IReadOnlyList<RefitLine>> NewestAsync(IObjectStore models, CancellationToken cancellation)
    {
        var lines = new List<RefitLine>();
        await foreach (var entry in models.ListAsync("reports/", null, cancellation))
        {
            if (!entry.Key.Value.EndsWith("/report.json", StringComparison.Ordinal))
                continue;
            if (lines.Count == MostLooks)
                break;
            if (await models.ReadAsync(entry.Key, cancellation) is { } found && Read(found.Content) is { } line)
                lines.Add(line);
        }

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
