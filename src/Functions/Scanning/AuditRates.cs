using System.Collections.Concurrent;
using StayPositive.Storage.Audits;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Scanning;

/// <summary>The rate at which contents of a day are drawn for the audit: that of the settings, or as much more as the number of contents of the day before asks for. Never by verdict.</summary>
internal sealed class AuditRates(DayCountStore store, ScanningOptions options, Secrets secrets, TimeProvider clock)
{
    private readonly Guid process = Guid.NewGuid();
    private readonly ConcurrentDictionary<(string Scope, DateOnly Day), double> rates = new();
    private readonly ConcurrentDictionary<(string Scope, DateOnly Day), (long Counted, long Written)> counts = new();

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Probability with which a new content was drawn for the audit; null when it was not.</summary>
    public async Task<double?> DrawAsync(Scope scope, ContentHash hash, bool isScanned, CancellationToken cancellation)
    {
        var rate = await NowAsync(scope, cancellation);
        var draw = AuditSample.Draw(secrets.AuditKey, hash, rate);
        if (isScanned)
            Count(scope);
        return draw.Drawn ? draw.Probability : null;
    }

    /// <summary>Rate of a content that is seen for the first time now.</summary>
    public async Task<double> NowAsync(Scope scope, CancellationToken cancellation)
    {
        var today = Today;
        if (rates.TryGetValue((scope.Name, today), out var rate))
            return rate;
        rate = AuditSample.RateFor(options.AuditRate, options.AuditPerDay, options.AuditPerDay == 0 ? 0 : await store.ReadAsync(scope, today.AddDays(-1), cancellation));
        return rates.GetOrAdd((scope.Name, today), rate);
    }

    /// <summary>One content more today.</summary>
    public void Count(Scope scope) => counts.AddOrUpdate((scope.Name, Today), (1, 0), (_, before) => (before.Counted + 1, before.Written));

    /// <summary>Writes what was counted since the last time.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        var today = Today;
        foreach (var ((scope, day), (counted, written)) in counts)
        {
            if (counted > written)
            {
                await store.WriteAsync(new Scope(scope), day, process, new DayCount(counted), cancellation);
                counts.AddOrUpdate((scope, day), (counted, counted), (_, now) => (now.Counted, counted));
            }
            else if (day < today)
            {
                counts.TryRemove((scope, day), out _);
                rates.TryRemove((scope, day), out _);
            }
        }
    }
}
