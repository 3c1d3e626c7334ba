using System.ClientModel;
using System.Text.Json;
using Azure.AI.OpenAI;
using OpenAI.Chat;
using StayPositive.Functions.Notes;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace StayPositive.Functions.Tests.Notes;

/// <summary>Speaks the wire format of Azure OpenAI; the real client talks to it.</summary>
internal sealed class NoteService : IDisposable
{
    public const string Deployment = "vision";
    public const string Good = """{"description":"A cup of coffee.","region":"The rim.","traces":["a smeared rim"],"category":"editedPhoto","priority":"normal"}""";

    private readonly WireMockServer server = WireMockServer.Start();

    public int Requests => server.LogEntries.Count;

    public JsonElement LastRequest => JsonDocument.Parse(server.LogEntries[^1].RequestMessage!.Body!).RootElement;

    public ChatClient Client()
    {
        var options = NotesWiring.WithoutRepeats();
        return new AzureOpenAIClient(new Uri(server.Url!), new ApiKeyCredential("not-a-secret"), options).GetChatClient(Deployment);
    }

    public void Answer(string content, string finish = "stop", string? refusal = null) => Raw(200, JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1,
        model = "gpt-4o-2024-11-20",
        choices = new[] { new { index = 0, finish_reason = finish, message = new { role = "assistant", content, refusal } } },
        usage = new { prompt_tokens = 100, completion_tokens = 20, total_tokens = 120 },
    }));

    public void Fail(int status, string code, params (string Name, string Value)[] headers) =>
        Raw(status, JsonSerializer.Serialize(new { error = new { code, message = "no" } }), headers);

    public void Raw(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body);
        foreach (var (name, value) in headers)
            response = response.WithHeader(name, value);
        server.Reset();
        server.Given(Request.Create().WithPath($"/openai/deployments/{Deployment}/chat/completions").UsingPost()).RespondWith(response);
    }

    public void Sleep(TimeSpan time)
    {
        server.Reset();
        server.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithDelay(time));
    }

    public void Stop() => server.Stop();

    public void Dispose() => server.Dispose();
}
