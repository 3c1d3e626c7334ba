using StayPositive.Storage.Keys;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests;

/// <summary>What must hold in an installation whose app has finished, whatever happened before; and how often each was looked at.</summary>
/// <param name="Current">Uploads that lie there.</param>
/// <param name="States">Of these and of what was overwritten.</param>
/// <param name="Messages">One a state.</param>
/// <param name="Scanned">States of images that were scanned.</param>
/// <param name="Measurements">One a content.</param>
/// <param name="Orphans">Markers without a state, of overwritten uploads: a scan was killed between the two. They go after a day.</param>
internal sealed record Invariants(int Current, int States, int Messages, int Scanned, int Measurements, int Orphans)
{
    public static async Task<Invariants> CheckAsync(IData data, CancellationToken cancellation)
    {
        var states = new List<UploadState>();
        await foreach (var key in data.States.ListAsync(data.Tenant, null, cancellation))
        {
            var state = (await data.States.ReadAsync(key, cancellation))!;
            Assert.Equal(key, state.Key(data.Tenant));
            Assert.Empty(state.Open);
            states.Add(state);
        }

        var current = await data.CurrentAsync(cancellation);
        foreach (var upload in current)
            await CheckCurrentAsync(data, upload, states, cancellation);
        var messages = await CheckMessagesAsync(data, states, cancellation);
        var measurements = await CheckMeasurementsAsync(data, states, cancellation);
        return new(current.Count, states.Count, messages, states.Count(state => state.Code == "Scanned"), measurements, await CheckMarkersAsync(data, current, states, cancellation));
    }

    /// <summary>One state of this ETag, of the bytes that lie there; tags say the same.</summary>
    private static async Task CheckCurrentAsync(IData data, UploadEntry upload, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var (name, etag) = (upload.Version.Name.Name, upload.Version.ETag);
        var state = Assert.Single(states, state => state.Upload.Blob == name && state.Upload.ETag == etag);
        Assert.Equal((name, ContentHash.Of(await data.ContentAsync(name, cancellation)).Hex), (name, state.Hash));
        var tags = (await data.Uploads.ReadTagsAsync(upload.Version, cancellation)).Tags;
        Assert.Equal((name, state.Effective.ToString(), state.Model), (name, tags.GetValueOrDefault("Stay Positive verdict"), tags.GetValueOrDefault("Stay Positive model")));
    }

    /// <summary>A message for each state and no other, with its id, and what it says.</summary>
    private static async Task<int> CheckMessagesAsync(IData data, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var messages = await data.MessagesAsync(cancellation);
        Assert.Equal(states.Select(state => state.MessageId).Order(), messages.Keys.Order());
        foreach (var state in states)
        {
            var message = messages[state.MessageId];
            string? Text(string member) => message.GetProperty(member).GetString();
            Assert.Equal(
                (state.MessageId, "verdict.made", state.Upload.Blob, state.Upload.ETag, state.Hash, state.Decision.ToString(), state.Code),
                (message.GetProperty("id").GetGuid(), Text("type"), Text("blob"), Text("etag"), Text("sha256"), Text("verdict"), Text("code")));
        }

        return messages.Count;
    }

    /// <summary>Each scanned content has one measurement with one set of features, however often it was begun.</summary>
    private static async Task<int> CheckMeasurementsAsync(IData data, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var prefix = $"{data.Tenant}/measurements/";
        var files = await data.Results.ListAsync(prefix, null, cancellation).Select(entry => entry.Key.Value[prefix.Length..]).ToListAsync(cancellation);
        var contents = files.ToLookup(file => file.Split('/')[0], Path.GetExtension);
        Assert.All(contents, content => Assert.Equal([".f16", ".json"], content.Order(StringComparer.Ordinal)));
        Assert.All(states.Where(state => state.Code == "Scanned"), state => Assert.True(contents.Contains(state.Hash!)));
        Assert.All(states.Where(state => state.Hash is not null).GroupBy(state => state.Hash), same => Assert.Single(same.Select(state => (state.Decision, state.Score, state.Code)).Distinct()));
        return contents.Count;
    }

    /// <summary>No marker of a state is left, and none of what lies there.</summary>
    private static async Task<int> CheckMarkersAsync(IData data, IReadOnlyList<UploadEntry> current, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var markers = await data.States.ListOpenAsync(data.Tenant, cancellation).ToListAsync(cancellation);
        Assert.Empty(markers.Intersect(states.Select(state => state.Key(data.Tenant))));
        Assert.Empty(markers.Intersect(current.Select(upload => StateKey.Of(data.Tenant, upload.Version.Name.Name, upload.Version.ETag))));
        return markers.Count;
    }
}
