using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Uploads.UploadVersion;

namespace StayPositive.Cli.Erasing;

/// <summary>What an erasure is about.</summary>
/// <param name="Scope">Tenant.</param>
/// <param name="Container">Container with uploads.</param>
/// <param name="Blob">Name that was given; null when it was a hash.</param>
/// <param name="Hashes">Contents.</param>
/// <param name="Names">All uploads that hold, or have held, one of them.</param>
/// <param name="Uploads">Those of them that hold one now.</param>
internal sealed record ErasePlan(Scope Scope, string Container, string? Blob, IReadOnlyList<ContentHash> Hashes, IReadOnlyList<string> Names, IReadOnlyList<UploadVersion> Uploads)
{
    /// <exception cref="ArgumentException">The container, or the name, cannot be one.</exception>
    public static async Task<ErasePlan> MakeAsync(Installation installation, string container, string target, CancellationToken cancellation)
    {
        var scope = new Scope(container);
        var hashes = new HashSet<ContentHash>();
        var (names, uploads) = (new SortedSet<string>(StringComparer.Ordinal), new List<UploadVersion>());
        var blob = IsHash(target) ? null : target;
        if (blob is null)
        {
            hashes.Add(ContentHash.Parse(target));
        }
        else
        {
            names.Add(blob);
            await foreach (var key in installation.States.ListOfAsync(scope, BlobKey.Of(blob), cancellation))
                if ((await installation.States.ReadAsync(key, cancellation))?.Hash is { } hex)
                    hashes.Add(ContentHash.Parse(hex));
            if (await ReadAsync(installation, new UploadName(container, blob), cancellation) is var (hash, version))
            {
                hashes.Add(hash);
                uploads.Add(version);
            }
        }

        foreach (var hash in hashes)
            await foreach (var key in installation.Refs.ListAsync(scope, hash, cancellation))
            {
                var name = key.Name();
                await foreach (var state in installation.States.ListOfAsync(scope, key, cancellation))
                    name ??= (await installation.States.ReadAsync(state, cancellation))?.Upload.Blob;
                if (name is not null && names.Add(name) && await ReadAsync(installation, new UploadName(container, name), cancellation) is var (now, version) && hashes.Contains(now))
                    uploads.Add(version);
            }

        return new ErasePlan(scope, container, blob, [.. hashes], [.. names], uploads);
    }

    /// <summary>Deletes the copies behind the gate, as far as they hold one of the contents.</summary>
    public async Task<int> DeleteCopiesAsync(Installation installation, string clean, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var name in Names)
            if (await ReadAsync(installation, new UploadName(clean, name), cancellation) is var (hash, version) && Hashes.Contains(hash) && await installation.Uploads.DeleteAsync(version, cancellation))
                deleted++;
        return deleted;
    }

    /// <summary>The content that lies there; null when nothing does, or it is overwritten meanwhile.</summary>
    private static async Task<(ContentHash Hash, UploadVersion Version)?> ReadAsync(Installation installation, UploadName name, CancellationToken cancellation)
    {
        if (await installation.Uploads.FindAsync(name, cancellation) is not { } entry)
            return null;
        var read = await installation.Uploads.ReadAsync(entry.Version, int.MaxValue - 1000, cancellation);
        return read.Outcome == UploadReadOutcome.Read ? (ContentHash.Of(read.Content.Span), entry.Version) : null;
    }

    private static bool IsHash(string target) => target.Length == 64 && target.All(char.IsAsciiHexDigitLower);
}
