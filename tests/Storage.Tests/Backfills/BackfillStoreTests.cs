using CsCheck;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Backfills;

public sealed class BackfillStoreTests
{
    private static readonly Scope Scope = new("uploads");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_comes_back_as_it_was_and_is_changed_by_one_writer_after_the_other()
    {
        using var folder = new TemporaryFolder();
        var store = Store(folder);
        var added = await store.AddAsync(Scope, "uploads", "a/\u00e4", 12.5, "somebody", Cancellation);
        Assert.Equal(added, await store.ReadAsync(Scope, added.Id, Cancellation));
        Assert.Equal([added.Id], await store.ListAsync(Scope, Cancellation).ToListAsync(Cancellation));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.ChangeAsync(Scope, added.Id, there => there with { Progress = there.Progress with { Taken = there.Progress.Taken + 1 } }, Cancellation)));
        Assert.Equal(20, (await store.ReadAsync(Scope, added.Id, Cancellation))!.Progress.Taken);
        Assert.False((await store.ChangeAsync(Scope, added.Id, _ => null, Cancellation))!.Value.Changed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../states/x")]
    [InlineData("A")]
    [InlineData("00000000000000000000000000000000000000000")]
    public async Task What_cannot_be_an_id_is_not_there(string id)
    {
        using var folder = new TemporaryFolder();
        Assert.Null(await Store(folder).ReadAsync(Scope, id, Cancellation));
        Assert.Null(await Store(folder).ChangeAsync(Scope, id, there => there, Cancellation));
    }

    [Fact]
    public async Task A_forgotten_name_is_in_no_document_and_the_cursor_comes_before_it()
    {
        foreach (var name in new[] { "a", "holiday/secret.jpg", "x\U0001F600" })
        {
            using var folder = new TemporaryFolder();
            var store = Store(folder);
            var (cursor, single, other) = (await Add(""), await Add(name), await Add("other/"));
            await store.ChangeAsync(Scope, cursor, there => there with { Cursor = name }, Cancellation);
            await store.ChangeAsync(Scope, other, there => there with { Cursor = "other/b.jpg" }, Cancellation);

            Assert.Equal(2, await store.ForgetAsync(Scope, name, Cancellation));
            var back = (await store.ReadAsync(Scope, cursor, Cancellation))!.Cursor;
            Assert.True(back is null || string.CompareOrdinal(back, name) < 0);
            Assert.True(back is null || !char.IsSurrogate(back[^1]));
            Assert.Null(await store.ReadAsync(Scope, single, Cancellation));
            Assert.Equal("other/b.jpg", (await store.ReadAsync(Scope, other, Cancellation))!.Cursor);

            async Task<string> Add(string prefix) => (await store.AddAsync(Scope, "uploads", prefix, null, "test", Cancellation)).Id;
        }
    }

    [Fact]
    public void The_estimate_is_that_of_the_headers_that_were_read()
    {
        Assert.Null(BackfillCount.None.Megapixels());
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[1, 1_000_000], Gen.Long[0, 1_000_000_000]).Sample((bytes, pixels, due) =>
            Math.Abs(new BackfillCount(1, due, 1, due, bytes, pixels, 1).Megapixels()!.Value - due * ((double)pixels / bytes) / 1e6) <= 1e-9 * due * pixels / bytes);
    }

    private static BackfillStore Store(TemporaryFolder folder) => new(new FolderObjectStore(folder.Path, TimeProvider.System), TimeProvider.System);
}
