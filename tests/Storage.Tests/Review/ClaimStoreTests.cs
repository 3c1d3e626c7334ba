using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Review;

public sealed class ClaimStoreTests
{
    private static readonly ContentHash Content = ContentHash.Of("a"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_session_holds_a_claim_until_it_expires_or_is_given_back()
    {
        using var world = new World();
        var clock = new ManualClock();
        var claims = new ClaimStore(world.Results, clock);
        Assert.Equal("ann", (await claims.TakeAsync(World.Scope, Content, "ann", "1", Cancellation)).Reviewer);
        Assert.Equal("ann", (await claims.TakeAsync(World.Scope, Content, "bob", "2", Cancellation)).Reviewer);
        await claims.ReleaseAsync(World.Scope, Content, "2", Cancellation); // not theirs
        Assert.Equal("ann", (await claims.ReadAsync(World.Scope, Content, Cancellation))?.Reviewer);

        clock.Advance(ClaimStore.Patience);
        Assert.Null(await claims.ReadAsync(World.Scope, Content, Cancellation));
        Assert.Equal("bob", (await claims.TakeAsync(World.Scope, Content, "bob", "2", Cancellation)).Reviewer);
        await claims.ReleaseAsync(World.Scope, Content, "2", Cancellation);
        Assert.Null(await claims.ReadAsync(World.Scope, Content, Cancellation));
    }
}
