using CsCheck;
using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Tests.Uploads;

/// <summary>The merge against other writers, at every moment between its requests.</summary>
public sealed class TagWriterTests
{
    private static readonly UploadVersion Version = new(new UploadName("uploads", "k"), "1");
    private static readonly ResultTags Ours = new("no findings", "0.1", "v1", "now");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_foreign_tag_that_vanished_behind_our_write_is_put_back()
    {
        var blob = new SharedBlob();
        blob.Tags["malware"] = "none";
        blob.Before[SharedBlob.Call.Write] = () => blob.Before[SharedBlob.Call.Read] = () => blob.Tags.Remove("malware");
        Assert.Equal(TagOutcome.Done, await new TagWriter(blob).SetAsync(Version, Ours, Cancellation));
        Assert.Equal("none", blob.Tags["malware"]);
        Assert.Equal(5, blob.Tags.Count);
    }

    [Fact]
    public async Task A_writer_that_replaced_our_tags_gets_them_beside_its_own()
    {
        var blob = new SharedBlob();
        blob.Before[SharedBlob.Call.Write] = () => blob.Before[SharedBlob.Call.Read] = () => blob.Tags = new() { ["malware"] = "none" };
        Assert.Equal(TagOutcome.Done, await new TagWriter(blob).SetAsync(Version, Ours, Cancellation));
        Assert.Equal(5, blob.Tags.Count);
    }

    [Fact]
    public async Task Content_that_came_during_the_write_does_not_keep_our_tags()
    {
        var blob = new SharedBlob();
        blob.Tags["malware"] = "none";
        blob.Before[SharedBlob.Call.ETag] = () => blob.ETag = "2";
        Assert.Equal(TagOutcome.Overwritten, await new TagWriter(blob).SetAsync(Version, Ours, Cancellation));
        Assert.Equal(["malware"], blob.Tags.Keys);
    }

    [Fact]
    public async Task The_result_of_newer_content_is_not_taken_off()
    {
        var blob = new SharedBlob();
        var newer = new ResultTags("AI-generated", "0.9", "v1", "later");
        blob.Before[SharedBlob.Call.ETag] = () => (blob.ETag, blob.Tags) = ("2", new(newer.All));
        Assert.Equal(TagOutcome.Overwritten, await new TagWriter(blob).SetAsync(Version, Ours, Cancellation));
        Assert.Equal(newer.All, blob.Tags);
    }

    [Fact]
    public async Task A_writer_that_never_stops_does_not_hold_us_for_ever()
    {
        var blob = new SharedBlob();
        blob.Always[SharedBlob.Call.Read] = () => blob.Tags = [];
        Assert.Equal(TagOutcome.Contended, await new TagWriter(blob).SetAsync(Version, Ours, Cancellation));
    }

    [Fact]
    public Task Whatever_foreign_tags_there_are_they_stay() =>
        Gen.Select(Gen.Int[0, 10], Gen.Bool).SampleAsync(async (count, scanned) =>
        {
            var blob = new SharedBlob();
            foreach (var i in Enumerable.Range(0, count))
                blob.Tags[$"foreign {i}"] = $"{i}";
            var foreign = blob.Tags.ToDictionary();
            var outcome = await new TagWriter(blob).SetAsync(Version, Ours, Cancellation);
            Assert.Equal(count <= 6 ? TagOutcome.Done : TagOutcome.NoRoom, outcome);
            Assert.Equal(foreign.Count + (count <= 6 ? 4 : 0), blob.Tags.Count);
            if (scanned)
                Assert.Equal(TagOutcome.Done, await new TagWriter(blob).RemoveAsync(Version, Cancellation));
            Assert.All(foreign, tag => Assert.Equal(tag.Value, blob.Tags[tag.Key]));
        }, iter: 50);
}
