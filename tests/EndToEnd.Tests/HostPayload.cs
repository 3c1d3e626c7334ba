using System.Text.Json;
using System.Text.Json.Nodes;

namespace StayPositive.EndToEnd.Tests;

/// <summary>Requests captured from a real Functions host, with the names of a test in them. Strings are JSON inside JSON, as the host sends them.</summary>
internal static class HostPayload
{
    /// <summary>A blobTrigger, with content or deferred.</summary>
    public static string Blob(bool withContent, string uri, byte[] content)
    {
        var payload = Read(withContent ? "ScanBlob" : "ScanBlobDef");
        payload["Metadata"]!["Uri"] = JsonSerializer.Serialize(uri);
        if (withContent)
            payload["Data"]!["img"] = Convert.ToBase64String(content);
        return payload.ToJsonString();
    }

    /// <summary>A queueTrigger.</summary>
    public static string Queue(string message)
    {
        var payload = Read("OnQueue");
        payload["Data"]!["msg"] = JsonSerializer.Serialize(message);
        return payload.ToJsonString();
    }

    /// <summary>A timerTrigger.</summary>
    public static string Timer() => Read("OnTimer").ToJsonString();

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "payloads", name + ".json")))!;
}
