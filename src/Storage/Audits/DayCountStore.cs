using System.Globalization;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Audits;

/// <summary>
/// New contents a day: <c>{scope}/counts/{yyyyMMdd}/{process}.json</c>. Every process replaces its own number, so that none waits for another; a reader adds them up. A kill loses what was not written yet: at most
/// some minutes of one process.
/// </summary>
/// <param name="results">The container of results.</param>
public sealed class DayCountStore(IObjectStore results)
{
    /// <summary>Replaces the number of one process.</summary>
    public Task WriteAsync(Scope scope, DateOnly day, Guid process, DayCount count, CancellationToken cancellation) =>
        results.WriteJsonAsync(new ObjectKey($"{Prefix(scope, day)}{process:N}.json"), count, StoreJson.Default.DayCount, WriteCondition.None, cancellation);

    /// <summary>Contents of a day, over all processes.</summary>
    public async Task<long> ReadAsync(Scope scope, DateOnly day, CancellationToken cancellation)
    {
        var contents = 0L;
        foreach (var key in await results.KeysAsync(Prefix(scope, day), cancellation).ToListAsync(cancellation))
            if (await results.ReadJsonAsync(key, StoreJson.Default.DayCount, cancellation) is var (count, _))
                contents += count.Contents;
        return contents;
    }

    private static string Prefix(Scope scope, DateOnly day) => $"{scope}/counts/{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/";
}
