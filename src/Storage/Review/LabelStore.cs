using System.Globalization;
using System.Runtime.CompilerServices;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>
/// Decisions about contents: <c>labels/{sha256}/{n:D6}.json</c>. Number n + 1 is written with If-None-Match by who has seen n, so that there is one order and no decision on what is no longer
/// so. The newest that is not <see cref="Ruling.Undecided"/> is what holds, and beats every scan until it is re-opened. Before a label is written, <c>open-rulings/{sha256}/{n:D6}</c> is: it
/// goes when the states of the content have taken the label in, and until then tells a sweep that they have not.
/// </summary>
/// <param name="review">The container of reviews.</param>
/// <param name="clock">Time; null = the system's.</param>
public sealed class LabelStore(IObjectStore review, TimeProvider? clock = null)
{
    /// <summary>A marker without its label belongs to a decision that ended between two writes, or is under way; after this time none is under way any more.</summary>
    public static readonly TimeSpan MarkerPatience = TimeSpan.FromDays(1);

    private const int MaxNumber = 999_999;
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

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

    /// <summary>One decision; null when there is none of this number.</summary>
    public async Task<Label?> ReadAsync(Scope scope, ContentHash hash, int number, CancellationToken cancellation) =>
        number is > 0 and <= MaxNumber ? (await review.ReadJsonAsync(Key(scope, hash, number), StoreJson.Default.Label, cancellation))?.Value : null;

    /// <summary>The newest decision; null without one. One listing, one reading.</summary>
    public async Task<Label?> NewestAsync(Scope scope, ContentHash hash, CancellationToken cancellation) =>
        await review.KeysAsync(Prefix(scope, hash), cancellation).LastOrDefaultAsync(cancellation) is { } key && key != default
            ? (await review.ReadJsonAsync(key, StoreJson.Default.Label, cancellation))?.Value
            : null;

    /// <summary>The decision that holds: the newest that is not "undecided"; null without one. Rarely more than one listing and one reading.</summary>
    public async Task<Label?> HoldingAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        foreach (var key in (await review.KeysAsync(Prefix(scope, hash), cancellation).ToListAsync(cancellation)).AsEnumerable().Reverse())
            if (await review.ReadJsonAsync(key, StoreJson.Default.Label, cancellation) is var (label, _) && label.Ruling != Ruling.Undecided)
                return label;
        return null;
    }

    /// <summary>Decisions that the states of their contents may not have taken in yet.</summary>
    public IAsyncEnumerable<OpenRuling> ListOpenAsync(Scope scope, CancellationToken cancellation) =>
        review.KeysAsync(OpenPrefix(scope), cancellation).ParsedAsync(key => OpenRuling.Parse(key.Value[OpenPrefix(scope).Length..]));

    /// <summary>Removes the marker of a decision that was carried out, or of one that was never written and cannot be under way any more.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="ruling">The decision.</param>
    /// <param name="carriedOut">Number of the newest label that was carried out; 0 = none.</param>
    /// <param name="cancellation">Between the calls.</param>
    public async Task CloseAsync(Scope scope, OpenRuling ruling, int carriedOut, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ruling);
        var key = OpenKey(scope, ruling.Hash, ruling.Number);
        if (await review.ReadJsonAsync(key, StoreJson.Default.RulingMarker, cancellation) is var (marker, etag)
            && (ruling.Number <= carriedOut || clock.GetUtcNow() - marker.At > MarkerPatience))
            await review.DeleteAsync(key, etag, cancellation);
    }

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
        await review.WriteJsonAsync(OpenKey(scope, hash, numbered.Number), new RulingMarker(clock.GetUtcNow(), Guid.NewGuid()), StoreJson.Default.RulingMarker, WriteCondition.None, cancellation);
        if (await review.WriteJsonAsync(Key(scope, hash, numbered.Number), numbered, StoreJson.Default.Label, WriteCondition.IfAbsent, cancellation) is not null)
            return new(true, numbered);
        var there = await review.ReadJsonAsync(Key(scope, hash, numbered.Number), StoreJson.Default.Label, cancellation);
        var newest = await NewestAsync(scope, hash, cancellation) ?? throw new InvalidOperationException($"The labels of {hash} were erased while one was written.");
        return new(there?.Value == numbered, newest); // the same decision arrives twice when an answer was lost
    }

    /// <summary>Takes back a label that was written while its content was erased, and its marker.</summary>
    public async Task WithdrawAsync(Scope scope, ContentHash hash, int number, CancellationToken cancellation)
    {
        await review.DeleteAsync(Key(scope, hash, number), null, cancellation);
        await review.DeleteAsync(OpenKey(scope, hash, number), null, cancellation);
    }

    /// <summary>Removes the markers of a content's decisions: they hold its hash.</summary>
    internal Task DeleteOpenAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => review.DeleteAllAsync(OpenPrefix(scope, hash), cancellation);

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

    private static string OpenPrefix(Scope scope) => $"{scope}/open-rulings/";

    private static string OpenPrefix(Scope scope, ContentHash hash) => $"{OpenPrefix(scope)}{hash}/";

    private static ObjectKey OpenKey(Scope scope, ContentHash hash, int number) => new(OpenPrefix(scope, hash) + number.ToString("D6", CultureInfo.InvariantCulture));

    private static ObjectKey Key(Scope scope, ContentHash hash, int number) => new(Prefix(scope, hash) + number.ToString("D6", CultureInfo.InvariantCulture) + ".json");
}
