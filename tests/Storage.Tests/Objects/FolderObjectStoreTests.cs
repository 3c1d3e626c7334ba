using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

public sealed class FolderObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int stores;

    protected override int Laws => 25;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_deletion_leaves_no_name_behind()
    {
        var store = await NewStoreAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await store.WriteAsync(new ObjectKey("scope/secret/name"), default, WriteCondition.None, cancellation);
        await store.WriteAsync(new ObjectKey("scope/other"), default, WriteCondition.None, cancellation);
        await store.DeleteAsync(new ObjectKey("scope/secret/name"), null, cancellation);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories), path => path.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_are_not_objects_are_not_listed()
    {
        var store = await NewStoreAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await store.WriteAsync(new ObjectKey("a/b"), default, WriteCondition.None, cancellation);
        var root = Directory.GetDirectories(folder.Path).Single();
        foreach (var foreign in new[] { "Thumbs.db", ".DS_Store", "a=/Upper", "a=/.b.swp", "a=/white space" })
            File.WriteAllText(Path.Combine(root, foreign), "x");
        var listed = new List<string>();
        await foreach (var entry in store.ListAsync("", null, cancellation))
            listed.Add(entry.Key.Value);
        Assert.Equal(["a/b"], listed);
    }

    [Fact]
    public async Task Leftovers_of_a_crash_are_removed_after_a_day()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var temporary = Directory.CreateDirectory(Path.Combine(folder.Path, ".tmp")).FullName;
        var old = Path.Combine(temporary, "old");
        var young = Path.Combine(temporary, "young");
        File.WriteAllText(old, "x");
        File.WriteAllText(young, "x");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));
        File.SetLastWriteTimeUtc(young, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-23));
        await new FolderObjectStore(folder.Path, TimeProvider.System).WriteAsync(new ObjectKey("k"), default, WriteCondition.None, cancellation);
        Assert.Equal([young], Directory.GetFiles(temporary));
    }

    [Fact]
    public async Task A_refused_write_leaves_nothing_behind()
    {
        var store = await NewStoreAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await store.WriteAsync(new ObjectKey("k"), "1"u8.ToArray(), WriteCondition.None, cancellation);
        Assert.Null(await store.WriteAsync(new ObjectKey("k"), "2"u8.ToArray(), WriteCondition.IfMatch("other"), cancellation));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "1", ".tmp")));
    }

    protected override Task<IObjectStore> NewStoreAsync() =>
        Task.FromResult<IObjectStore>(new FolderObjectStore(Path.Combine(folder.Path, (++stores).ToString()), TimeProvider.System));
}
