using System.Text;
using StayPositive.Storage.Objects;

namespace StayPositive.RetrainJob.Data;

/// <summary>The frozen golden set: <c>splits-golden.txt</c> in the container of models, one keyed name a line. It is written once, never grows, and never trains.</summary>
/// <param name="models">The container of models.</param>
internal sealed class GoldenSet(IObjectStore models)
{
    private static readonly ObjectKey Key = new("splits-golden.txt");

    /// <summary>Keyed names of the members; empty while nothing is frozen.</summary>
    public async Task<IReadOnlySet<string>> ReadAsync(CancellationToken cancellation) =>
        await models.ReadAsync(Key, cancellation) is { } found
            ? Encoding.ASCII.GetString(found.Content.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Freezes the set; false when one is frozen already, whatever its members.</summary>
    public async Task<bool> FreezeAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        var text = string.Concat(names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => name + "\n"));
        return await models.WriteAsync(Key, Encoding.ASCII.GetBytes(text), WriteCondition.IfAbsent, cancellation) is not null;
    }
}
