using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Shadows;

/// <summary>
/// Counts of a challenger in a champion's shadow: <c>shadows/{champion}-{challenger}/{writer}.json</c>. Every process writes its own counts, all of them each time, so that none waits for another and none is counted
/// twice; a reader adds them up. A kill loses what a process had not written yet.
/// </summary>
/// <param name="results">The container of results.</param>
public sealed class ShadowStore(IObjectStore results)
{
    private const int ManifestDigits = 32;

    /// <summary>Replaces the counts of one writer.</summary>
    /// <param name="champion">Judges.</param>
    /// <param name="challenger">Measures in its shadow.</param>
    /// <param name="writer">Of this process, made at its start.</param>
    /// <param name="counts">All since its start.</param>
    /// <param name="cancellation">Before the writing.</param>
    public Task WriteAsync(ModelTarget champion, ModelTarget challenger, Guid writer, ShadowCounts counts, CancellationToken cancellation) =>
        results.WriteJsonAsync(new ObjectKey($"{Prefix(champion, challenger)}{writer:N}.json"), counts, StoreJson.Default.ShadowCounts, WriteCondition.None, cancellation);

    /// <summary>The counts of all writers.</summary>
    public async Task<ShadowCounts> ReadAsync(ModelTarget champion, ModelTarget challenger, CancellationToken cancellation)
    {
        var counts = ShadowCounts.None;
        foreach (var key in await results.KeysAsync(Prefix(champion, challenger), cancellation).ToListAsync(cancellation))
            if (await results.ReadJsonAsync(key, StoreJson.Default.ShadowCounts, cancellation) is var (part, _))
                counts = counts.Plus(part);
        return counts;
    }

    private static string Prefix(ModelTarget champion, ModelTarget challenger)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(challenger);
        return $"shadows/{champion.Manifest[..ManifestDigits]}-{challenger.Manifest[..ManifestDigits]}/";
    }
}
