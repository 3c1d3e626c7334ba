using StayPositive.Functions.Doors;

namespace StayPositive.Functions.Tests.Doors;

public sealed class RequestMessageTests
{
    [Fact]
    public void An_event_of_Event_Grids_own_schema_names_a_blob()
    {
        var request = Assert.Single(RequestMessage.Parse(
            """[{"id":"7","eventType":"Microsoft.Storage.BlobCreated","eventTime":"2026-11-24T10:00:00Z","subject":"ignored","data":{"url":"https://acc.blob.core.windows.net/uploads/2026/a%20b.jpg?sv=x"}}]"""));

        Assert.Equal(("uploads", "2026/a b.jpg", "acc.blob.core.windows.net"), (request.Container, request.Blob, request.Authority));
        Assert.Equal("7", request.CorrelationId);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero), request.RequestedAt);
    }

    [Fact]
    public void Event_Grid_writes_base64_into_a_storage_queue()
    {
        var text = Convert.ToBase64String("""{"eventType":"Microsoft.Storage.BlobCreated","data":{"url":"https://acc.blob.core.windows.net/uploads/a.jpg"}}"""u8);

        Assert.Equal("a.jpg", Assert.Single(RequestMessage.Parse(text)).Blob);
    }

    [Fact]
    public void A_cloud_event_names_a_blob() => Assert.Equal("a.jpg", Assert.Single(RequestMessage.Parse(
        """{"specversion":"1.0","id":"8","type":"Microsoft.Storage.BlobCreated","time":"2026-11-24T10:00:00Z","data":{"url":"https://acc.blob.core.windows.net/uploads/a.jpg"}}""")).Blob);

    [Fact]
    public void A_request_of_our_own_has_no_authority()
    {
        var request = Assert.Single(RequestMessage.Parse("""{"container":"uploads","blob":"a.jpg"}"""));

        Assert.Equal(("uploads", "a.jpg", null), (request.Container, request.Blob, request.Authority));
    }

    [Fact]
    public void Other_events_ask_for_nothing() => Assert.Empty(RequestMessage.Parse("""{"eventType":"Microsoft.Storage.BlobDeleted","data":{"url":"https://a/b/c"}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("7")]
    [InlineData("aGVsbG8=")] // base64 of hello
    [InlineData("{}")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","data":{"url":"ftp://a/b/c"}}""")]
    public void What_is_neither_is_refused(string text) => Assert.Throws<FormatException>(() => RequestMessage.Parse(text));
}
