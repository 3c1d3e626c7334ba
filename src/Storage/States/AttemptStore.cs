using System.Runtime.CompilerServices;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.States;

/// <summary>
/// Scans that have begun and not ended: <c>{scope}/attempts/{blob key}/{etag}</c>. A scan that fails ends; one that the process did not survive leaves its object. So an upload that ends processes (a crash in native
/// code, want of memory) is known, where nobody else counts.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="clock">Time.</param>
public sealed class AttemptStore(IObjectStore results, TimeProvider clock)
{
    /// <summary>Processes end for many reasons; what is older is no sign of a crash that comes again and again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>A scan begins. One write, unless one before it did not end.</summary>
    /// <returns>How many have begun and not ended, with this one.</returns>
    public async Task<int> BeginAsync(StateKey key, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (await results.WriteJsonAsync(Key(key), new Attempt(1, now), StoreJson.Default.Attempt, WriteCondition.IfAbsent, cancellation) is not null)
            return 1;
        var before = (await results.ReadJsonAsync(Key(key), StoreJson.Default.Attempt, cancellation))?.Value;
        var count = before is null || IsOld(before) ? 1 : before.Count + 1;
        await results.WriteJsonAsync(Key(key), new Attempt(count, now), StoreJson.Default.Attempt, WriteCondition.None, cancellation);
        return count;
    }

    /// <summary>It has ended, well or not.</summary>
    public Task EndAsync(StateKey key, CancellationToken cancellation) => results.DeleteAsync(Key(key), null, cancellation);

    /// <summary>Uploads whose scan has begun and not ended: those under way, and those under which a process ended. Old ones are removed.</summary>
    public async IAsyncEnumerable<StateKey> ListAsync(Scope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var key in await results.KeysAsync(Prefix(scope), cancellation).ParsedAsync(key => StateKey.Parse(scope, Prefix(scope), key)).ToListAsync(cancellation))
        {
            if (await results.ReadJsonAsync(Key(key), StoreJson.Default.Attempt, cancellation) is not var (attempt, etag))
                continue;
            if (IsOld(attempt))
                await results.DeleteAsync(Key(key), etag, cancellation);
            else
                yield return key;
        }
    }

    private bool IsOld(Attempt attempt) => clock.GetUtcNow() - attempt.At > Memory;

    private static ObjectKey Key(StateKey key) => new($"{Prefix(key.Scope)}{key.Blob}/{key.Upload}");

    private static string Prefix(Scope scope) => $"{scope}/attempts/";
}
