using StayPositive.Storage.Objects;
using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Tests.Uploads;

public sealed class FolderUploadsTests : UploadsContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int roots;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_due_after_it_was_unchanged_for_a_second()
    {
        var test = await NewRootAsync();
        await test.PutAsync("k", [1]);
        Assert.Empty(await DueAsync(test));
        test.Clock.Advance(TimeSpan.FromMilliseconds(900));
        await test.PutAsync("k", [1, 2]);
        Assert.Empty(await DueAsync(test));
        test.Clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Empty(await DueAsync(test));
        test.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(["k"], await DueAsync(test));
    }

    [Fact]
    public async Task A_file_from_the_past_is_due_at_once_and_one_from_the_future_after_a_second()
    {
        var test = await NewRootAsync();
        await test.PutAsync("future", [1]);
        await test.PutAsync("past", [1]);
        File.SetLastWriteTimeUtc(test.PathOf("future"), test.Clock.GetUtcNow().UtcDateTime.AddDays(1));
        File.SetLastWriteTimeUtc(test.PathOf("past"), test.Clock.GetUtcNow().UtcDateTime.AddDays(-1));
        Assert.Equal(["past"], await DueAsync(test));
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["future", "past"], await DueAsync(test));
        Assert.Equal(["future", "past"], await DueAsync(test));
    }

    [Fact]
    public async Task Content_of_the_same_size_and_time_in_a_new_file_is_a_new_version()
    {
        var test = await NewRootAsync();
        var old = await test.PutAsync("k", [1]);
        var time = File.GetLastWriteTimeUtc(test.PathOf("k"));
        File.WriteAllBytes(test.PathOf("k2"), [2]);
        File.SetLastWriteTimeUtc(test.PathOf("k2"), time);
        File.Move(test.PathOf("k2"), test.PathOf("k"), overwrite: true);
        Assert.NotEqual(old, (await test.Uploads.FindAsync(test.Name("k"), Cancellation))!.Version);
        Assert.Equal(UploadReadOutcome.Overwritten, (await test.Uploads.ReadAsync(old, 10, Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_file_that_is_rewritten_in_place_while_it_is_read_is_never_read_as_a_mixture()
    {
        const int Length = 4 << 20, Rounds = 20;
        var test = await NewRootAsync();
        var outcomes = new List<UploadReadOutcome>();
        for (var round = 0; round < Rounds; round++)
        {
            await test.PutAsync("k", new byte[Length]);
            File.SetLastWriteTimeUtc(test.PathOf("k"), test.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1));
            var version = (await test.Uploads.FindAsync(test.Name("k"), Cancellation))!.Version;
            var writing = Task.Run(() =>
            {
                using var file = new FileStream(test.PathOf("k"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                for (var i = 0; i < Length; i += 1 << 16)
                    file.Write(Enumerable.Repeat((byte)1, 1 << 16).ToArray());
            }, Cancellation);
            var read = await test.Uploads.ReadAsync(version, Length, Cancellation);
            Assert.Equal(-1, read.Content.Span.IndexOfAnyExcept((byte)0));
            outcomes.Add(read.Outcome);
            await writing;
        }
        Assert.All(outcomes, outcome => Assert.True(outcome is UploadReadOutcome.Read or UploadReadOutcome.Overwritten));
        TestContext.Current.SendDiagnosticMessage("{0} of {1} reads met the writer", outcomes.Count(outcome => outcome == UploadReadOutcome.Overwritten), Rounds);
    }

    [Fact]
    public async Task Links_and_pipes_are_neither_listed_nor_opened()
    {
        var test = await NewRootAsync();
        await test.PutAsync("real/a", [1]);
        var secret = Path.Combine(folder.Path, "secret");
        File.WriteAllText(secret, "secret");
        File.CreateSymbolicLink(test.PathOf("link"), secret);
        Directory.CreateSymbolicLink(test.PathOf("up"), folder.Path);
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", test.PathOf("pipe")))
            await mkfifo.WaitForExitAsync(Cancellation);
        test.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["real/a"], await DueAsync(test));
        foreach (var name in new[] { "link", "up/secret", "pipe" })
        {
            Assert.Null(await test.Uploads.FindAsync(test.Name(name), Cancellation));
            Assert.Equal(UploadReadOutcome.Gone, (await test.Uploads.ReadAsync(new UploadVersion(test.Name(name), "x"), 10, Cancellation)).Outcome);
        }
    }

    [Fact]
    public async Task Tags_of_an_overwritten_content_are_not_kept()
    {
        var test = await NewRootAsync();
        var tags = new ResultTags("a", "b", "c", "d");
        await test.Uploads.SetTagsAsync(await test.PutAsync("k", [1]), tags, Cancellation);
        await test.Uploads.SetTagsAsync(await test.PutAsync("k", [1, 2]), tags, Cancellation);
        Assert.Single(await test.TagStore.ListAsync("", null, Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("a/b.jpg", true, true)]
    [InlineData("a\\..\\b", true, false)]
    [InlineData("C:/windows", true, false)]
    [InlineData("a/NUL.jpg", true, false)]
    [InlineData("a/con", true, false)]
    [InlineData("b.", true, false)]
    [InlineData("/etc/passwd", false, false)]
    [InlineData("a//b", false, false)]
    [InlineData("a/../b", false, false)]
    [InlineData("a/", false, false)]
    [InlineData("a\0b", false, false)]
    public void Names_that_mean_another_file_are_refused_where_they_do(string name, bool unix, bool windows)
    {
        Assert.Equal(unix, FolderNames.IsPossible(name, windows: false));
        Assert.Equal(windows, FolderNames.IsPossible(name, windows: true));
    }

    private static async Task<List<string>> DueAsync(Root test) =>
        await test.Uploads.ListAsync(test.Container, "", null, Cancellation).Select(entry => entry.Version.Name.Name).ToListAsync(Cancellation);

    private protected override async Task<UploadsUnderTest> NewAsync() => await NewRootAsync();

    private Task<Root> NewRootAsync() => Task.FromResult(new Root(Path.Combine(folder.Path, (++roots).ToString())));

    private sealed class Root : UploadsUnderTest
    {
        private readonly string path;

        public Root(string path)
        {
            this.path = path;
            foreach (var container in new[] { Container, CleanContainer })
                Directory.CreateDirectory(Path.Combine(path, container));
            TagStore = new FolderObjectStore(Path.Combine(path, "sp-tags"), TimeProvider.System);
            Uploads = new FolderUploads(path, TagStore, Clock);
        }

        public ManualClock Clock { get; } = new();

        public FolderObjectStore TagStore { get; }

        public override IUploads Uploads { get; }

        public override string Container => "uploads";

        public override string CleanContainer => "clean";

        public string PathOf(string name, string? container = null) => Path.Combine(path, container ?? Container, name);

        public override async Task<UploadVersion> PutAsync(string name, byte[] content, string? container = null)
        {
            var file = PathOf(name, container);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content, Cancellation);
            File.SetLastWriteTimeUtc(file, Clock.GetUtcNow().UtcDateTime);
            return (await Uploads.FindAsync(Name(name, container), Cancellation))!.Version;
        }

        public override async Task PutTagsAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags) =>
            Assert.Equal(TagOutcome.Done, await new FolderTags(TagStore, _ => FileIdentity.Of(PathOf(version.Name.Name))).WriteAsync(version, tags, Cancellation));

        public override Task RemoveAsync(string name)
        {
            File.Delete(PathOf(name));
            return Task.CompletedTask;
        }

        public override Task RestAsync()
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        }
    }
}
