using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>Masks that reviewers drew: <c>masks/{content sha256}/{mask sha256}.png</c>, as large as the upright image, white = generated. Named by their hash, so written before the label that names them.</summary>
/// <param name="review">The container of reviews.</param>
public sealed class MaskStore(IObjectStore review)
{
    /// <summary>Writes a mask; a repeat is the same object.</summary>
    /// <returns>Its SHA-256, for the label.</returns>
    public async Task<ContentHash> WriteAsync(Scope scope, ContentHash content, ReadOnlyMemory<byte> png, CancellationToken cancellation)
    {
        var mask = ContentHash.Of(png.Span);
        await review.WriteAsync(Key(scope, content, mask), png, WriteCondition.IfAbsent, cancellation);
        return mask;
    }

    /// <summary>The PNG file; null without one.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Scope scope, ContentHash content, ContentHash mask, CancellationToken cancellation) =>
        (await review.ReadAsync(Key(scope, content, mask), cancellation))?.Content;

    /// <summary>Removes one mask, whose label did not stay.</summary>
    public Task RemoveAsync(Scope scope, ContentHash content, ContentHash mask, CancellationToken cancellation) => review.DeleteAsync(Key(scope, content, mask), null, cancellation);

    /// <summary>Removes the masks of a content; returns how many.</summary>
    internal Task<int> DeleteAsync(Scope scope, ContentHash content, CancellationToken cancellation) => review.DeleteAllAsync(Prefix(scope, content), cancellation);

    private static string Prefix(Scope scope, ContentHash content) => $"{scope}/masks/{content}/";

    private static ObjectKey Key(Scope scope, ContentHash content, ContentHash mask) => new($"{Prefix(scope, content)}{mask}.png");
}
