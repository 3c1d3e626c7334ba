using System.Globalization;
using System.Runtime.CompilerServices;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>
/// Decisions about contents: <c>labels/{sha256}/{n:D6}.json</c>. Number n + 1 is written with If-None-Match by who has seen n, so that there is one order and no decision on what is no longer
/// so. The newest is the override, and beats every scan until it is re-opened.
/// </summary>
/// <param name="review">The container of reviews.</param>
public sealed class LabelStore(IObjectStore review)
{
    private const int MaxNumber = 999_999;

    /// <summary>All decisions about a content, the oldest first.</summary>
    public async Task<IReadOnlyList<Label>> ReadAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var labels = new List<Label>();
        foreach (var key in await review.KeysAsync(Prefix(scope, hash), cancellation).ToListAsync(cancellation))
            if (await review.ReadJsonAsync(key, StoreJson.Default.Label, cancellation) is var (label, _))
                labels.Add(label);
        return labels;
    }

    /// <summary>Contents with a decision, ascending.</summary>
    public async IAsyncEnumerable<ContentHash> ListAsync(Scope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = $"{scope}/labels/";
        var last = "";
        await foreach (var key in review.KeysAsync(prefix, cancellation))
        {
            var hash = key.Value[prefix.Length..key.Value.LastIndexOf('/')];
            if (hash != last)
                yield return ContentHash.Parse(hash);
            last = hash;
        }
    }

    /// <summary>The newest decision; null without one. One listing, one reading.</summary>
    public async Task<Label?> NewestAsync(Scope scope, ContentHash hash, CancellationToken cancellation) =>
        await review.KeysAsync(Prefix(scope, hash), cancellation).LastOrDefaultAsync(cancellation) is { } key && key != default
            ? (await review.ReadJsonAsync(key, StoreJson.Default.Label, cancellation))?.Value
            : null;

    /// <summary>Adds a decision behind the one that the reviewer has seen.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The content.</param>
    /// <param name="seen">Number of the newest label that the reviewer has seen; 0 = none.</param>
    /// <param name="label">The decision; its number is set here.</param>
    /// <param name="cancellation">Before the writing.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no label with the number <paramref name="seen"/>.</exception>
    public async Task<LabelWrite> AddAsync(Scope scope, ContentHash hash, int seen, Label label, CancellationToken cancellation)
    {
        if (seen is < 0 or >= MaxNumber || (seen > 0 && await review.ReadAsync(Key(scope, hash, seen), cancellation) is null))
            throw new ArgumentOutOfRangeException(nameof(seen), seen, $"There is no label {seen} of {hash}.");
        var numbered = label with { Number = seen + 1 };
        if (await review.WriteJsonAsync(Key(scope, hash, numbered.Number), numbered, StoreJson.Default.Label, WriteCondition.IfAbsent, cancellation) is not null)
            return new(true, numbered);
        var there = await review.ReadJsonAsync(Key(scope, hash, numbered.Number), StoreJson.Default.Label, cancellation);
        var newest = await NewestAsync(scope, hash, cancellation) ?? throw new InvalidOperationException($"The labels of {hash} were erased while one was written.");
        return new(there?.Value == numbered, newest); // the same decision arrives twice when an answer was lost
    }

    /// <summary>Removes the labels of a content; returns how many. From the newest on, so that the numbers stay without gaps.</summary>
    internal async Task<int> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var key in (await review.KeysAsync(Prefix(scope, hash), cancellation).ToListAsync(cancellation)).AsEnumerable().Reverse())
            if (await review.DeleteAsync(key, null, cancellation))
                deleted++;
        return deleted;
    }

    /// <summary>Labels of a content that are there.</summary>
    internal ValueTask<int> CountAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => review.KeysAsync(Prefix(scope, hash), cancellation).CountAsync(cancellation);

    private static string Prefix(Scope scope, ContentHash hash) => $"{scope}/labels/{hash}/";

    private static ObjectKey Key(Scope scope, ContentHash hash, int number) => new(Prefix(scope, hash) + number.ToString("D6", CultureInfo.InvariantCulture) + ".json");
}
