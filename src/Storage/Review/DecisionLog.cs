using System.Runtime.CompilerServices;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>
/// The reviewers' decisions in order of time: <c>audit-log/{day}/{minute}/...</c>, empty objects that point to labels. A line is written before its label, so that no decision is missing; a line
/// whose label was never written, or is another's, counts for nothing (<see cref="LoggedDecision.IsOf"/>).
/// </summary>
/// <param name="review">The container of reviews.</param>
public sealed class DecisionLog(IObjectStore review)
{
    /// <summary>Adds the line of a label that is about to be written, with its number.</summary>
    public Task AddAsync(Scope scope, LoggedDecision line, CancellationToken cancellation) => review.WriteAsync(line.Key(scope), ReadOnlyMemory<byte>.Empty, WriteCondition.IfAbsent, cancellation);

    /// <summary>Takes back the line of a label that did not stay, as its content was erased.</summary>
    public Task RemoveAsync(Scope scope, LoggedDecision line, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(line);
        return review.DeleteAsync(line.Key(scope), null, cancellation);
    }

    /// <summary>The lines of some days, the newest first. One listing a day; the lines of one day are in memory together.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="from">First day, UTC.</param>
    /// <param name="to">Last day, UTC, inclusive.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public async IAsyncEnumerable<LoggedDecision> NewestAsync(Scope scope, DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var day = to; day >= from; day = day.AddDays(-1))
        {
            var lines = await review.KeysAsync(LoggedDecision.Prefix(scope, day), cancellation).ToListAsync(cancellation);
            for (var n = lines.Count - 1; n >= 0; n--)
                yield return LoggedDecision.Parse(scope, lines[n]);
        }
    }

    /// <summary>Removes the lines of a content; returns how many. Looks through the whole log, as keys begin with the time.</summary>
    internal async Task<int> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var key in await review.KeysAsync(LoggedDecision.Prefix(scope), cancellation).Where(key => key.Value.EndsWith(hash.Hex, StringComparison.Ordinal)).ToListAsync(cancellation))
            if (await review.DeleteAsync(key, null, cancellation))
                deleted++;
        return deleted;
    }
}
