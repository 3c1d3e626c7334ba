using System.Text.Json;
using StayPositive.Functions.Doors;

namespace StayPositive.Functions.Tests.Doors;

/// <summary>On requests captured from a real Functions host.</summary>
public sealed class HostPayloadTests
{
    [Theory]
    [InlineData("ScanBlob", "cimages", "bad.png")]
    [InlineData("ScanBlobDef", "cimagesdef", "d.png")]
    public void A_blob_is_named_by_container_and_name_whether_its_content_is_sent_or_not(string payload, string container, string blob)
    {
        var request = HostPayload.OfBlob(Payload(payload));

        Assert.Equal((container, blob, "127.0.0.1:10000"), (request.Container, request.Blob, request.Authority));
    }

    [Fact]
    public void The_text_of_a_queue_message_is_unwrapped() => Assert.Equal("empty", HostPayload.OfQueue(Payload("OnQueue")));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"Metadata":7}""")]
    [InlineData("""{"Metadata":{}}""")]
    [InlineData("""{"Metadata":{"Uri":7}}""")]
    [InlineData("""{"Metadata":{"Uri":"\"file:///etc/passwd\""}}""")]
    [InlineData("""{"Metadata":{"Uri":"\"https://host/onlycontainer\""}}""")]
    [InlineData("""{"Metadata":{"Uri":"not a uri"}}""")]
    public void A_payload_without_a_blob_is_refused(string body) => Assert.Throws<FormatException>(() => HostPayload.OfBlob(JsonDocument.Parse(body).RootElement));

    private static JsonElement Payload(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Doors", "payloads", name + ".json"))).RootElement;
}
