using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using StayPositive.Detector.Verdicts;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests;

/// <summary>The app behind a Functions host, whose captured requests are posted to it, over a real emulator.</summary>
public sealed class CustomHandlerTests(Azurite azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static byte[] Edited => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "coffee-inpainted.jpg"));

    public static TheoryData<string> Triggers => ["blob, deferred", "blob, with content", "queue, event", "queue, cloud event", "queue, our request", "timer"];

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task Every_trigger_ends_with_a_state_tags_a_heat_map_and_one_message_whose_repeat_changes_nothing(string trigger)
    {
        await using var app = await HostedApp.StartAsync(azurite, Cancellation);
        const string name = "2026/ä b+c.jpg";
        var uri = await app.UploadAsync(name, Edited);
        await app.TakeMessagesAsync(Cancellation);
        var (function, payload) = Invocation(trigger, app.Container, name, uri);

        await app.SucceedAsync(function, payload, Cancellation);
        await app.SucceedAsync(function, payload, Cancellation);

        var state = Assert.Single(await app.StatesAsync(name, Cancellation));
        Assert.Equal((Decision.Inpainted, "Scanned"), (state.Decision, state.Code));
        Assert.Equal(await app.ETagAsync(name, Cancellation), state.Upload.ETag);
        Assert.Empty(state.Open);
        var tags = await app.TagsAsync(name, Cancellation);
        Assert.Equal(("Inpainted", "kept", 5), (tags["Stay Positive verdict"], tags["foreign"], tags.Count));
        Assert.Equal(state.Model, tags["Stay Positive model"]);
        Assert.True(await app.HasHeatMapAsync(state, Cancellation));
        var message = Assert.Single(await app.TakeMessagesAsync(Cancellation));
        Assert.Equal(
            (state.MessageId, "verdict.made", app.Container, name, state.Upload.ETag, "Inpainted", state.Hash),
            (message.GetProperty("id").GetGuid(), Text(message, "type"), Text(message, "container"), Text(message, "blob"), Text(message, "etag"), Text(message, "verdict"), Text(message, "sha256")));
    }

    [Fact]
    public async Task A_uri_of_another_host_opens_no_connection_and_makes_no_state()
    {
        await using var app = await HostedApp.StartAsync(azurite, Cancellation);
        var own = await app.UploadAsync("a.jpg", Edited);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var uris = new[] { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]" }.Select(host => $"http://{host}:{port}{own.AbsolutePath}").Append($"http://{own.Authority}@127.0.0.1:{port}{own.AbsolutePath}");
        foreach (var uri in uris)
        {
            await app.SucceedAsync("ScanUpload", HostPayload.Blob(withContent: false, uri, []), Cancellation);
            await app.SucceedAsync("ScanUpload", HostPayload.Blob(withContent: true, uri, Edited), Cancellation);
            await app.SucceedAsync("ScanRequest", HostPayload.Queue(Event(uri)), Cancellation);
        }

        await Task.Delay(300, Cancellation); // a connection of the background would come
        Assert.False(listener.Pending());
        Assert.Empty(await app.StatesAsync("a.jpg", Cancellation));
        using var control = new TcpClient();
        await control.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        Assert.True(listener.Pending()); // it would have been seen
    }

    [Fact]
    public async Task A_blob_of_another_container_of_the_account_makes_no_state()
    {
        await using var app = await HostedApp.StartAsync(azurite, Cancellation);
        var foreign = "other-" + Guid.NewGuid().ToString("n");
        var uri = await app.UploadAsync("a.jpg", Edited, foreign);
        await app.SucceedAsync("ScanUpload", HostPayload.Blob(withContent: false, uri.AbsoluteUri, []), Cancellation);
        await app.SucceedAsync("ScanRequest", HostPayload.Queue(Event(uri.AbsoluteUri)), Cancellation);
        await app.SucceedAsync("ScanRequest", HostPayload.Queue(Request(foreign, "a.jpg")), Cancellation);
        await app.SucceedAsync("ScanRequest", HostPayload.Queue(Request("sp-models", "aliases/champion.json")), Cancellation);

        Assert.Empty(await app.StatesAsync("a.jpg", Cancellation, foreign));
        Assert.Empty(await app.StatesAsync("aliases/champion.json", Cancellation, "sp-models"));
        Assert.Equal(4, app.Process.Log.Split("UnknownSource").Length - 1);
    }

    [Fact]
    public async Task Malformed_bodies_are_refused_for_good_with_an_answer_that_the_host_understands()
    {
        await using var app = await HostedApp.StartAsync(azurite, Cancellation);
        string[] bodies = ["", "{", "{}", "[]", "7", "null", "\"text\"", """{"Data":7,"Metadata":7}""", """{"Data":{},"Metadata":{}}""", """{"Data":null,"Metadata":null}""", """{"Data":{"msg":"\"{\""},"Metadata":{"Uri":"\"\""}}""",
            """{"Data":{"msg":["x"]},"Metadata":{"Uri":["x"]}}""", """{"Data":{"msg":"\"{\\\"eventType\\\":\\\"Microsoft.Storage.BlobCreated\\\",\\\"data\\\":7}\""},"Metadata":{"Uri":"\"http://\""}}"""];
        foreach (var function in new[] { "ScanUpload", "ScanRequest" })
            foreach (var body in bodies)
                await app.SucceedAsync(function, body, Cancellation);
    }

    [Fact]
    public async Task It_answers_at_its_root_and_has_no_api()
    {
        await using var app = await HostedApp.StartAsync(azurite, Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await app.Process.Http.GetAsync("/", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Process.Http.GetAsync("/api/health", Cancellation)).StatusCode);
    }

    private static (string Function, string Payload) Invocation(string trigger, string container, string name, Uri uri) => trigger switch
    {
        "blob, deferred" => ("ScanUpload", HostPayload.Blob(withContent: false, uri.AbsoluteUri, [])),
        "blob, with content" => ("ScanUpload", HostPayload.Blob(withContent: true, uri.AbsoluteUri, Edited)),
        "queue, event" => ("ScanRequest", HostPayload.Queue("[" + Event(uri.AbsoluteUri) + "]")),
        "queue, cloud event" => ("ScanRequest", HostPayload.Queue(JsonSerializer.Serialize(new { specversion = "1.0", id = "8", type = "Microsoft.Storage.BlobCreated", data = new { url = uri.AbsoluteUri } }))),
        "queue, our request" => ("ScanRequest", HostPayload.Queue(Request(container, name))),
        "timer" => ("Sweep", HostPayload.Timer()),
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "No such trigger."),
    };

    private static string Event(string url) => JsonSerializer.Serialize(new { id = "7", eventType = "Microsoft.Storage.BlobCreated", eventTime = "2026-11-24T10:00:00Z", data = new { url } });

    private static string Request(string container, string blob) => JsonSerializer.Serialize(new { container, blob });

    private static string? Text(JsonElement message, string name) => message.GetProperty(name).GetString();
}
