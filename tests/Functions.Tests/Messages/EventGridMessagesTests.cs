using System.Text.Json;
using Microsoft.Extensions.Configuration;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Wiring;
using StayPositive.Storage.States;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace StayPositive.Functions.Tests.Messages;

public sealed class EventGridMessagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_an_event_with_the_id_of_the_message_and_the_message_as_its_data()
    {
        using var server = WireMockServer.Start();
        server.Given(Request.Create().WithPath("/api/events").UsingPost()).RespondWith(Response.Create().WithStatusCode(200));
        var topic = MessageWiring.EventGrid(Configuration(server.Url + "/api/events"))!;
        var message = ResultMessage.Of(ResultMessageTests.State, Effect.Notify);

        await topic.SendAsync(message, Token);
        await topic.SendAsync(message, Token); // a repeat

        var bodies = server.LogEntries.Select(entry => entry.RequestMessage!.Body!).ToArray();
        Assert.Equal(2, bodies.Length);
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal("secret", server.LogEntries[0].RequestMessage!.Headers!["aeg-sas-key"].Single());
        using var document = JsonDocument.Parse(bodies[0]);
        var sent = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement[0] : document.RootElement;
        Assert.Equal("1.0", sent.GetProperty("specversion").GetString());
        Assert.Equal(message.Id, sent.GetProperty("id").GetGuid());
        Assert.Equal("/account/uploads", sent.GetProperty("source").GetString());
        Assert.Equal("StayPositive.verdict.made", sent.GetProperty("type").GetString());
        Assert.Equal(ResultMessageTests.State.Upload.Blob, sent.GetProperty("subject").GetString());
        Assert.Equal("Inpainted", sent.GetProperty("data").GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task A_topic_that_refuses_is_a_failure_so_that_the_effect_stays_open()
    {
        using var server = WireMockServer.Start();
        server.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(401));
        var topic = MessageWiring.EventGrid(Configuration(server.Url + "/api/events"))!;

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => topic.SendAsync(ResultMessage.Of(ResultMessageTests.State, Effect.Notify), Token));
    }

    [Fact]
    public void Without_a_topic_there_is_none_and_a_wrong_one_is_named()
    {
        Assert.Null(MessageWiring.EventGrid(new ConfigurationBuilder().Build()));
        Assert.Contains("EventGrid:TopicEndpoint", Assert.Throws<InvalidOperationException>(() => MessageWiring.EventGrid(Configuration("topic"))).Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string endpoint) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["EventGrid:TopicEndpoint"] = endpoint, ["EventGrid:Key"] = "secret" }).Build();
}
