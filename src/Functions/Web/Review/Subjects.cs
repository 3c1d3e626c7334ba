using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Review;

/// <summary>Finds contents by their hash.</summary>
internal sealed class Subjects(Stores stores, ScanningOptions options)
{
    /// <summary>Uploads of one content that are read at most.</summary>
    public const int Most = 200;

    /// <summary>The tenant of a container; null when it is not one of ours.</summary>
    public Scope? ScopeOf(string? container) =>
        container is null ? new Scope(options.Containers[0]) : options.Containers.Contains(container) ? new Scope(container) : null;

    /// <summary>The content; null when nothing of it was scanned, or the address is not one.</summary>
    public async Task<Subject?> FindAsync(string container, string hash, CancellationToken cancellation)
    {
        if (ScopeOf(container) is not { } scope || HashOf(hash) is not { } content)
            return null;
        var (states, more) = await StatesAsync(scope, content, Most, cancellation);
        return states.Count == 0 ? null : new Subject(scope, content, states, more, await stores.Labels.ReadAsync(scope, content, cancellation));
    }

    /// <summary>The newest scan of the first upload with a content; null without one.</summary>
    public async Task<UploadState?> FirstAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => (await StatesAsync(scope, hash, 1, cancellation)).States.FirstOrDefault();

    /// <summary>Null for what is no hash.</summary>
    public static ContentHash? HashOf(string text)
    {
        try
        {
            return ContentHash.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<(List<UploadState> States, bool More)> StatesAsync(Scope scope, ContentHash hash, int most, CancellationToken cancellation)
    {
        var states = new List<UploadState>();
        await foreach (var blob in stores.Refs.ListAsync(scope, hash, cancellation))
        {
            await foreach (var key in stores.States.ListOfAsync(scope, blob, cancellation))
            {
                if (await stores.States.ReadAsync(key, cancellation) is not { } state || state.Hash != hash.Hex)
                    continue;
                if (states.Count == most)
                    return (Sorted(states), true);
                states.Add(state);
            }
        }

        return (Sorted(states), false);
    }

    private static List<UploadState> Sorted(List<UploadState> states) => [.. states.OrderByDescending(state => state.ScannedAt)];
}
