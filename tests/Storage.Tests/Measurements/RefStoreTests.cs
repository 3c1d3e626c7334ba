using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Measurements;

public sealed class RefStoreTests
{
    private static readonly ContentHash Hash = ContentHash.Of("content"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_content_knows_its_blobs_in_order_and_each_once()
    {
        using var world = new World();
        var refs = new RefStore(world.Results);
        foreach (var name in (string[])["b/2.jpg", "a.jpg", "b/2.jpg"])
            await refs.WriteAsync(World.Scope, Hash, BlobKey.Of(name), Cancellation);
        await refs.WriteAsync(World.Scope, ContentHash.Of("other"u8), BlobKey.Of("c.jpg"), Cancellation);
        await refs.WriteAsync(new Scope("other"), Hash, BlobKey.Of("d.jpg"), Cancellation);
        Assert.Equal(["a.jpg", "b/2.jpg"], await refs.ListAsync(World.Scope, Hash, Cancellation).Select(blob => blob.Name()).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task The_longest_key_of_all_has_1019_characters()
    {
        using var world = new World();
        var scope = new Scope(new string('a', 256));
        await new RefStore(world.Results).WriteAsync(scope, Hash, BlobKey.Of(new string('a', 1024)), Cancellation);
        var key = await world.Results.KeysAsync("", Cancellation).SingleAsync(Cancellation);
        Assert.Equal(1019, key.Value.Length);
        Assert.Equal(1005, StateKey.Of(scope, new string('a', 1024), new string('a', 1024)).State.Value.Length);
        Assert.True(key.Value.Length <= ObjectKey.MaxLength);
    }
}
