using System.Globalization;
using System.Runtime.CompilerServices;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Models;

/// <summary>
/// Aliases: <c>aliases/{champion|challenger}.json</c>, moved by compare-and-swap. Before a move, the document that holds is copied to <c>aliases/{alias}/{n:D6}.json</c>: these and the
/// alias itself are the history, without gaps. A rollback is a move, too.
/// </summary>
/// <param name="models">The container of models.</param>
/// <param name="clock">Time.</param>
public sealed class AliasStore(IObjectStore models, TimeProvider clock)
{
    /// <summary>The document; null before the first move.</summary>
    public async Task<AliasDocument?> ReadAsync(ModelAlias alias, CancellationToken cancellation) =>
        (await models.ReadJsonAsync(Key(alias), StoreJson.Default.AliasDocument, cancellation))?.Value;

    /// <summary>Moves an alias.</summary>
    /// <param name="alias">Which.</param>
    /// <param name="seen">What it must still be; null = it was never moved.</param>
    /// <param name="target">The version: published, else running scanners keep the old one and report a fault.</param>
    /// <param name="who">Moves it.</param>
    /// <param name="why">Reason.</param>
    /// <param name="cancellation">Between the writes.</param>
    /// <returns>The new document; null when the alias is no longer what was seen.</returns>
    public async Task<AliasDocument?> MoveAsync(ModelAlias alias, AliasDocument? seen, ModelTarget target, string who, string why, CancellationToken cancellation)
    {
        var current = await models.ReadJsonAsync(Key(alias), StoreJson.Default.AliasDocument, cancellation);
        if (current?.Value != seen)
            return null;
        if (current is var (document, _))
            await models.WriteJsonAsync(Key(alias, document.Number), document, StoreJson.Default.AliasDocument, WriteCondition.IfAbsent, cancellation);
        var next = new AliasDocument((seen?.Number ?? 0) + 1, target, seen?.Target, who, why, clock.GetUtcNow());
        var condition = current is var (_, etag) ? WriteCondition.IfMatch(etag) : WriteCondition.IfAbsent;
        return await models.WriteJsonAsync(Key(alias), next, StoreJson.Default.AliasDocument, condition, cancellation) is null ? null : next;
    }

    /// <summary>All documents of an alias, the newest first.</summary>
    public async IAsyncEnumerable<AliasDocument> HistoryAsync(ModelAlias alias, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var document = await ReadAsync(alias, cancellation);
        while (document is not null)
        {
            yield return document;
            document = document.Number == 1
                ? null
                : (await models.ReadJsonAsync(Key(alias, document.Number - 1), StoreJson.Default.AliasDocument, cancellation))?.Value
                    ?? throw new InvalidDataException($"The history of the alias {alias} lacks number {document.Number - 1}.");
        }
    }

    private static ObjectKey Key(ModelAlias alias) => new($"aliases/{Word(alias)}.json");

    private static ObjectKey Key(ModelAlias alias, int number) => new($"aliases/{Word(alias)}/{number.ToString("D6", CultureInfo.InvariantCulture)}.json");

    private static string Word(ModelAlias alias) => alias.ToString().ToLowerInvariant();
}
