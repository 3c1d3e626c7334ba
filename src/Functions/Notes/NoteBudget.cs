using System.Globalization;
using System.Text.Json;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Notes;

/// <summary>Requests of a day over all processes: <c>notes-budget/{yyyyMMdd}.json</c>, by compare-and-swap. A request counts when it begins, whatever comes of it.</summary>
internal sealed class NoteBudget(IObjectStore review, NotesOptions options, TimeProvider clock)
{
    /// <summary>Takes one; false when none is left today (UTC).</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellation)
    {
        var key = new ObjectKey($"notes-budget/{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.json");
        while (true)
        {
            var there = await review.ReadAsync(key, cancellation);
            var used = there is null ? 0 : JsonSerializer.Deserialize<int>(there.Content.Span);
            if (used >= options.RequestsPerDay)
                return false;
            var condition = there is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(there.ETag);
            if (await review.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(used + 1), condition, cancellation) is not null)
                return true;
        }
    }
}
