using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>Claims: <c>claims/{sha256}.json</c>. Two that come at once leave one; what holds is told to both.</summary>
/// <param name="review">The container of reviews.</param>
/// <param name="clock">Time.</param>
public sealed class ClaimStore(IObjectStore review, TimeProvider clock)
{
    /// <summary>How long a claim holds unless it is renewed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The claim that holds; null without one.</summary>
    public async Task<Claim?> ReadAsync(Scope scope, ContentHash hash, CancellationToken cancellation) =>
        await review.ReadJsonAsync(Key(scope, hash), StoreJson.Default.Claim, cancellation) is var (claim, _) && claim.Until > clock.GetUtcNow() ? claim : null;

    /// <summary>Takes or renews a claim, unless another session holds one.</summary>
    /// <returns>The claim that holds now.</returns>
    public async Task<Claim> TakeAsync(Scope scope, ContentHash hash, string reviewer, string session, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var mine = new Claim(reviewer, session, now + Patience);
        while (true)
        {
            var there = await review.ReadJsonAsync(Key(scope, hash), StoreJson.Default.Claim, cancellation);
            if (there is var (claim, _) && claim.Until > now && claim.Session != session)
                return claim;
            var condition = there is var (_, etag) ? WriteCondition.IfMatch(etag) : WriteCondition.IfAbsent;
            if (await review.WriteJsonAsync(Key(scope, hash), mine, StoreJson.Default.Claim, condition, cancellation) is not null)
                return mine;
        }
    }

    /// <summary>Gives a claim back; that of another session stays.</summary>
    public async Task ReleaseAsync(Scope scope, ContentHash hash, string session, CancellationToken cancellation)
    {
        if (await review.ReadJsonAsync(Key(scope, hash), StoreJson.Default.Claim, cancellation) is var (claim, etag) && claim.Session == session)
            await review.DeleteAsync(Key(scope, hash), etag, cancellation);
    }

    /// <summary>Removes whatever claim there is; true when there was one.</summary>
    internal Task<bool> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => review.DeleteAsync(Key(scope, hash), null, cancellation);

    private static ObjectKey Key(Scope scope, ContentHash hash) => new($"{scope}/claims/{hash}.json");
}
