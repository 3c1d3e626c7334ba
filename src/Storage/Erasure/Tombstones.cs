using System.Security.Cryptography;
using System.Text;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Erasure;

/// <summary>
/// What has been erased and must not come back: <c>tombstones/{HMAC-SHA256}</c>, empty objects. The keyed hash answers "was this erased?" to who has the content and the key, and
/// tells nothing to others: neither a hash nor a name can be had from it.
/// </summary>
public sealed class Tombstones
{
    /// <summary>Bytes of the key at least.</summary>
    public const int MinKeyBytes = 32;

    private readonly IObjectStore results;
    private readonly byte[] key;

    /// <param name="results">The container of results.</param>
    /// <param name="key">Secret, at least 32 bytes, the same for ever: under another key erased content would come back.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public Tombstones(IObjectStore results, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (key.Length < MinKeyBytes)
            throw new ArgumentException($"The key of the tombstones has {key.Length} bytes; it must have at least {MinKeyBytes}.", nameof(key));
        this.results = results;
        this.key = key.ToArray();
    }

    /// <summary>True when this content was erased in this scope.</summary>
    public async Task<bool> HasAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => await results.ReadAsync(For(scope, hash), cancellation) is not null;

    /// <summary>True when this upload held erased content: it need not be read to know that.</summary>
    public async Task<bool> HasAsync(StateKey upload, CancellationToken cancellation) => await results.ReadAsync(For(upload), cancellation) is not null;

    /// <summary>Those of many contents that were erased in this scope. One listing.</summary>
    internal async Task<IReadOnlyList<ContentHash>> AmongAsync(Scope scope, IReadOnlyList<ContentHash> hashes, CancellationToken cancellation)
    {
        var there = await results.KeysAsync($"{scope}/tombstones/", cancellation).ToHashSetAsync(cancellationToken: cancellation);
        return there.Count == 0 ? [] : [.. hashes.Where(hash => there.Contains(For(scope, hash)))];
    }

    /// <summary>From now on the content is erased.</summary>
    internal Task WriteAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => WriteAsync(For(scope, hash), cancellation);

    /// <summary>From now on the upload is known to hold erased content.</summary>
    internal Task WriteAsync(StateKey upload, CancellationToken cancellation) => WriteAsync(For(upload), cancellation);

    /// <summary>Where an erasure under way is noted, until it is complete.</summary>
    internal ObjectKey Journal(Scope scope, ContentHash hash) => new($"{JournalPrefix(scope)}{Mac($"content {scope} {hash}")}");

    internal static string JournalPrefix(Scope scope) => $"{scope}/erasing/";

    private async Task WriteAsync(ObjectKey tombstone, CancellationToken cancellation) => await results.WriteAsync(tombstone, ReadOnlyMemory<byte>.Empty, WriteCondition.IfAbsent, cancellation);

    private ObjectKey For(Scope scope, ContentHash hash) => new($"{scope}/tombstones/{Mac($"content {scope} {hash}")}");

    private ObjectKey For(StateKey upload) => new($"{upload.Scope}/tombstones/{Mac($"upload {upload.State}")}");

    private string Mac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
}
