using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>Copies of imported images, for whoever wants them measured again under another backbone: <c>images/{sha256}</c>, whole files. No upload: nothing scans, tags or announces them.</summary>
/// <param name="review">The container of reviews.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class ImageCopyStore(IObjectStore review, Tombstones tombstones)
{
    /// <summary>The file; null without one.</summary>
    /// <exception cref="InvalidDataException">It does not have the hash that its key names.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        if (await review.ReadAsync(Key(scope, hash), cancellation) is not { } found)
            return null;
        return ContentHash.Of(found.Content.Span) == hash ? found.Content : throw new InvalidDataException($"The copy of {hash} has another content.");
    }

    /// <summary>Writes a copy, unless it is there.</summary>
    /// <returns>False when the content has been erased; then nothing stays.</returns>
    public async Task<bool> WriteAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> file, CancellationToken cancellation)
    {
        if (await tombstones.HasAsync(scope, hash, cancellation))
            return false;
        await review.WriteAsync(Key(scope, hash), file, WriteCondition.IfAbsent, cancellation);
        if (!await tombstones.HasAsync(scope, hash, cancellation)) // as for measurements
            return true;
        await DeleteAsync(scope, hash, cancellation);
        return false;
    }

    /// <summary>True when there was one.</summary>
    internal Task<bool> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => review.DeleteAsync(Key(scope, hash), null, cancellation);

    private static ObjectKey Key(Scope scope, ContentHash hash) => new($"{scope}/images/{hash}");
}
