using System.Text;
using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Tests.Uploads;

/// <summary>What both kinds of uploads keep.</summary>
public abstract class UploadsContract
{
    private static readonly ResultTags Result = new("no findings", "0.12", "v7", "2026-11-24T12:00:00Z");
    private static readonly ResultTags Other = new("AI-generated", "0.98", "v8", "2026-11-24T12:00:05Z");

    private protected const string Clean = "clean";

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Uploads with two empty containers; a fixed container name needs an account of its own, so the names are mapped.</summary>
    private protected abstract Task<UploadsUnderTest> NewAsync();

    [Fact]
    public async Task An_upload_is_found_with_its_facts_and_read_by_its_version()
    {
        var test = await NewAsync();
        await test.PutAsync("a/b c.jpg", Bytes("content"));
        var entry = (await test.Uploads.FindAsync(test.Name("a/b c.jpg"), Cancellation))!;
        Assert.Equal(7, entry.Length);
        Assert.InRange(entry.LastModified, TimeProvider.System.GetUtcNow().AddMinutes(-2), TimeProvider.System.GetUtcNow().AddMinutes(1));
        Assert.Matches("^[A-Za-z0-9-]+$", entry.Version.ETag);
        var read = await test.Uploads.ReadAsync(entry.Version, 7, Cancellation);
        Assert.Equal(UploadReadOutcome.Read, read.Outcome);
        Assert.Equal("content", Encoding.UTF8.GetString(read.Content.Span));
        Assert.Equal([entry], await ListAsync(test, "", null));
    }

    [Fact]
    public async Task More_bytes_than_allowed_are_not_read()
    {
        var test = await NewAsync();
        var version = await test.PutAsync("big", Bytes("12345678"));
        var read = await test.Uploads.ReadAsync(version, 7, Cancellation);
        Assert.Equal((UploadReadOutcome.TooManyBytes, 8, 0), (read.Outcome, read.Length, read.Content.Length));
    }

    [Fact]
    public async Task Only_the_version_that_lies_there_is_deleted()
    {
        var test = await NewAsync();
        var old = await test.PutAsync("k", Bytes("old"));
        var current = await test.PutAsync("k", Bytes("newer"));
        await test.Uploads.SetTagsAsync(current, Result, Cancellation);
        Assert.False(await test.Uploads.DeleteAsync(old, Cancellation));
        Assert.True(await test.Uploads.DeleteAsync(current, Cancellation));
        Assert.False(await test.Uploads.DeleteAsync(current, Cancellation));
        Assert.Null(await test.Uploads.FindAsync(current.Name, Cancellation));
    }

    [Fact]
    public async Task An_overwritten_or_removed_version_is_an_outcome()
    {
        var test = await NewAsync();
        var old = await test.PutAsync("k", Bytes("old"));
        var current = await test.PutAsync("k", Bytes("newer"));
        Assert.NotEqual(old.ETag, current.ETag);
        Assert.Equal(UploadReadOutcome.Overwritten, (await test.Uploads.ReadAsync(old, 100, Cancellation)).Outcome);
        Assert.Equal(TagOutcome.Overwritten, await test.Uploads.SetTagsAsync(old, Result, Cancellation));
        Assert.Equal(CopyOutcome.Overwritten, await test.Uploads.CopyAsync(old, test.CleanContainer, Cancellation));
        Assert.Empty((await test.Uploads.ReadTagsAsync(current, Cancellation)).Tags);
        Assert.Equal(UploadReadOutcome.Read, (await test.Uploads.ReadAsync(current, 100, Cancellation)).Outcome);

        await test.RemoveAsync("k");
        Assert.Null(await test.Uploads.FindAsync(test.Name("k"), Cancellation));
        Assert.Equal(UploadReadOutcome.Gone, (await test.Uploads.ReadAsync(current, 100, Cancellation)).Outcome);
        Assert.Equal(TagOutcome.Gone, (await test.Uploads.ReadTagsAsync(current, Cancellation)).Outcome);
        Assert.Equal(TagOutcome.Gone, await test.Uploads.SetTagsAsync(current, Result, Cancellation));
        Assert.Equal(CopyOutcome.Gone, await test.Uploads.CopyAsync(current, test.CleanContainer, Cancellation));
        Assert.Null(await test.Uploads.FindAsync(test.Name("k", test.CleanContainer), Cancellation));
    }

    [Fact]
    public async Task A_listing_is_in_order_and_goes_on_behind_any_name()
    {
        string[] names = ["a", "a-b", "a.b", "a/b", "a/b.jpg", "a/b/c", "a0", "A", "Zebra.PNG", "z z", "é", "<img src=x onerror=1>", "a%2fb", "#?&=", "ﬁ", "日本/東京.jpg"];
        var files = names.Where(name => name is not ("a" or "a/b")).ToArray(); // in folders, a name is a file or a folder
        var test = await NewAsync();
        foreach (var name in files)
            await test.PutAsync(name, Bytes(name));
        var sorted = files.Order(Comparer<string>.Create((x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)))).ToArray();
        Assert.Equal(sorted, await NamesAsync(test, "", null));
        for (var i = 0; i < sorted.Length; i++)
            Assert.Equal(sorted[(i + 1)..], await NamesAsync(test, "", sorted[i]));
        foreach (var prefix in new[] { "a", "a/", "a/b", "日", "日本/", "none" })
            Assert.Equal(sorted.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)), await NamesAsync(test, prefix, null));
    }

    [Fact]
    public async Task A_missing_container_is_a_fault()
    {
        var test = await NewAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () => await test.Uploads.ListAsync("not-there", "", null, Cancellation).AnyAsync(Cancellation));
    }

    [Theory]
    [InlineData("../clean/secret")]
    [InlineData("a/../../clean/secret")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/./b")]
    public async Task A_name_that_leads_elsewhere_finds_nothing(string name)
    {
        var test = await NewAsync();
        await test.PutAsync("a/b", Bytes("b"));
        var secret = await test.PutAsync("secret", Bytes("secret"), test.CleanContainer);
        var version = new UploadVersion(test.Name(name.Replace(Clean, test.CleanContainer, StringComparison.Ordinal)), secret.ETag);
        Assert.Null(await test.Uploads.FindAsync(version.Name, Cancellation));
        Assert.Equal(UploadReadOutcome.Gone, (await test.Uploads.ReadAsync(version, 100, Cancellation)).Outcome);
        Assert.Equal(TagOutcome.Gone, await test.Uploads.SetTagsAsync(version, Result, Cancellation));
        Assert.Equal(CopyOutcome.Gone, await test.Uploads.CopyAsync(version, test.CleanContainer, Cancellation));
    }

    [Fact]
    public async Task Our_tags_lie_beside_foreign_ones_and_setting_them_twice_is_setting_them_once()
    {
        var test = await NewAsync();
        var version = await test.PutAsync("k", Bytes("x"));
        Assert.Empty((await test.Uploads.ReadTagsAsync(version, Cancellation)).Tags);
        var foreign = new Dictionary<string, string> { ["Malware Scanning scan result"] = "No threats found", ["project"] = "p1" };
        await test.PutTagsAsync(version, foreign);
        Assert.Equal(TagOutcome.Done, await test.Uploads.SetTagsAsync(version, Result, Cancellation));
        Assert.Equal(TagOutcome.Done, await test.Uploads.SetTagsAsync(version, Result, Cancellation));
        Assert.Equal(Union(foreign, Result.All), await TagsAsync(test, version));
        Assert.Equal(TagOutcome.Done, await test.Uploads.SetTagsAsync(version, Other, Cancellation));
        Assert.Equal(Union(foreign, Other.All), await TagsAsync(test, version));
        Assert.Equal(TagOutcome.Done, await test.Uploads.RemoveTagsAsync(version, Cancellation));
        Assert.Equal(Union(foreign), await TagsAsync(test, version));
        Assert.Equal(version, (await test.Uploads.FindAsync(version.Name, Cancellation))!.Version);
    }

    [Fact]
    public async Task Ten_tags_fit_and_the_eleventh_does_not()
    {
        var test = await NewAsync();
        var version = await test.PutAsync("k", Bytes("x"));
        var six = Enumerable.Range(0, 6).ToDictionary(i => $"key {i}", i => $"{i}");
        await test.PutTagsAsync(version, six);
        Assert.Equal(TagOutcome.Done, await test.Uploads.SetTagsAsync(version, Result, Cancellation));
        var seven = Enumerable.Range(0, 7).ToDictionary(i => $"key {i}", i => $"{i}");
        await test.PutTagsAsync(version, seven);
        Assert.Equal(TagOutcome.NoRoom, await test.Uploads.SetTagsAsync(version, Result, Cancellation));
        Assert.Equal(Union(seven), await TagsAsync(test, version));
    }

    [Fact]
    public async Task New_content_begins_without_tags()
    {
        var test = await NewAsync();
        var old = await test.PutAsync("k", Bytes("old"));
        await test.Uploads.SetTagsAsync(old, Result, Cancellation);
        var current = await test.PutAsync("k", Bytes("newer"));
        Assert.Empty(await TagsAsync(test, current));
        Assert.Equal(TagOutcome.Done, await test.Uploads.SetTagsAsync(current, Other, Cancellation));
        Assert.Equal(Union(Other.All), await TagsAsync(test, current));
    }

    [Fact]
    public async Task A_version_is_copied_to_another_container_as_often_as_asked()
    {
        var test = await NewAsync();
        var version = await test.PutAsync("a/b.jpg", Bytes("x"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(CopyOutcome.Copied, await test.Uploads.CopyAsync(version, test.CleanContainer, Cancellation));
            var copy = (await test.Uploads.FindAsync(test.Name("a/b.jpg", test.CleanContainer), Cancellation))!;
            Assert.Equal("x", Encoding.UTF8.GetString((await test.Uploads.ReadAsync(copy.Version, 10, Cancellation)).Content.Span));
        }
        Assert.Equal(version, (await test.Uploads.FindAsync(version.Name, Cancellation))!.Version);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static SortedDictionary<string, string> Union(params IEnumerable<KeyValuePair<string, string>>[] parts) => new(parts.SelectMany(part => part).ToDictionary());

    private static async Task<SortedDictionary<string, string>> TagsAsync(UploadsUnderTest test, UploadVersion version)
    {
        var read = await test.Uploads.ReadTagsAsync(version, Cancellation);
        Assert.Equal(TagOutcome.Done, read.Outcome);
        return Union(read.Tags);
    }

    private static async Task<List<UploadEntry>> ListAsync(UploadsUnderTest test, string prefix, string? after)
    {
        await test.RestAsync();
        return await test.Uploads.ListAsync(test.Container, prefix, after, Cancellation).ToListAsync(Cancellation);
    }

    private static async Task<IEnumerable<string>> NamesAsync(UploadsUnderTest test, string prefix, string? after) =>
        (await ListAsync(test, prefix, after)).Select(entry => entry.Version.Name.Name);
}
