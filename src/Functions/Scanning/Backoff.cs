using System.Collections.Concurrent;

namespace StayPositive.Functions.Scanning;

/// <summary>When to try again what failed: half a second later, and twice as long after each further failure, up to four minutes. Without it, sweeps would repeat the same failure, and the same message, five times a second.</summary>
/// <typeparam name="TKey">What fails.</typeparam>
internal sealed class Backoff<TKey>(TimeProvider clock)
    where TKey : notnull
{
    private const int MostFailures = 9; // half a second doubled eight times is two minutes, nine times four
    private const int MostKeys = 100_000;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<TKey, (int Failures, DateTimeOffset Next)> waiting = new();

    /// <summary>True for what has not failed, or has waited long enough.</summary>
    public bool MayTry(TKey key) => !waiting.TryGetValue(key, out var wait) || clock.GetUtcNow() >= wait.Next;

    /// <summary>How often it has failed in a row, up to ten: the tenth time is some four minutes behind the first.</summary>
    public int Failures(TKey key) => waiting.TryGetValue(key, out var wait) ? wait.Failures + 1 : 0;

    /// <summary>It failed again.</summary>
    public void Failed(TKey key)
    {
        if (waiting.Count >= MostKeys)
            waiting.Clear(); // they are tried a little too early; memory stays bounded
        waiting.AddOrUpdate(key, _ => After(0), (_, before) => After(Math.Min(before.Failures + 1, MostFailures)));
    }

    /// <summary>It went well.</summary>
    public void Passed(TKey key) => waiting.TryRemove(key, out _);

    private (int Failures, DateTimeOffset Next) After(int failures) => (failures, clock.GetUtcNow() + First * (1 << failures));
}
