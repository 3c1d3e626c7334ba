using System.Text.Json;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests;

/// <summary>What must hold in a folder whose app has finished, whatever happened before; and how often each was looked at.</summary>
/// <param name="Current">Uploads that lie there.</param>
/// <param name="States">Of these and of what was overwritten.</param>
/// <param name="Messages">One a state.</param>
/// <param name="Scanned">States of images that were scanned.</param>
/// <param name="Measurements">One a content.</param>
/// <param name="Orphans">Markers without a state, of overwritten uploads: a scan was killed between the two. They go after a day.</param>
internal sealed record Invariants(int Current, int States, int Messages, int Scanned, int Measurements, int Orphans)
{
    private static readonly Scope Tenant = new(DataFolder.Container);

    public static async Task<Invariants> CheckAsync(DataFolder data, CancellationToken cancellation)
    {
        var states = new List<UploadState>();
        await foreach (var key in data.States.ListAsync(Tenant, null, cancellation))
        {
            var state = (await data.States.ReadAsync(key, cancellation))!;
            Assert.Equal(key, state.Key(Tenant));
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
    private static async Task CheckCurrentAsync(DataFolder data, UploadEntry upload, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var (name, etag) = (upload.Version.Name.Name, upload.Version.ETag);
        var state = Assert.Single(states, state => state.Upload.Blob == name && state.Upload.ETag == etag);
        Assert.Equal((name, ContentHash.Of(data.Content(name)).Hex), (name, state.Hash));
        var tags = (await data.Uploads.ReadTagsAsync(upload.Version, cancellation)).Tags;
        Assert.Equal((name, state.Effective.ToString(), state.Model), (name, tags.GetValueOrDefault("Stay Positive verdict"), tags.GetValueOrDefault("Stay Positive model")));
    }

    /// <summary>A file for each state and no other, with its id, and what it says.</summary>
    private static async Task<int> CheckMessagesAsync(DataFolder data, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var files = await data.Messages.ListAsync("", null, cancellation).Select(entry => entry.Key.Value).ToListAsync(cancellation);
        Assert.Equal(states.Select(state => $"{state.MessageId:D}.json").Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        foreach (var state in states)
        {
            var message = JsonDocument.Parse((await data.Messages.ReadAsync(new ObjectKey($"{state.MessageId:D}.json"), cancellation))!.Content).RootElement;
            string? Text(string member) => message.GetProperty(member).GetString();
            Assert.Equal(
                (state.MessageId, "verdict.made", state.Upload.Blob, state.Upload.ETag, state.Hash, state.Decision.ToString(), state.Code),
                (message.GetProperty("id").GetGuid(), Text("type"), Text("blob"), Text("etag"), Text("sha256"), Text("verdict"), Text("code")));
        }

        return files.Count;
    }

    /// <summary>Each scanned content has one measurement with one set of features, however often it was begun.</summary>
    private static async Task<int> CheckMeasurementsAsync(DataFolder data, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var prefix = $"{Tenant}/measurements/";
        var files = await data.Results.ListAsync(prefix, null, cancellation).Select(entry => entry.Key.Value[prefix.Length..]).ToListAsync(cancellation);
        var contents = files.ToLookup(file => file.Split('/')[0], Path.GetExtension);
        Assert.All(contents, content => Assert.Equal([".f16", ".json"], content.Order(StringComparer.Ordinal)));
        Assert.All(states.Where(state => state.Code == "Scanned"), state => Assert.True(contents.Contains(state.Hash!)));
        Assert.All(states.Where(state => state.Hash is not null).GroupBy(state => state.Hash), same => Assert.Single(same.Select(state => (state.Decision, state.Score, state.Code)).Distinct()));
        return contents.Count;
    }

    /// <summary>No marker of a state is left, and none of what lies there.</summary>
    private static async Task<int> CheckMarkersAsync(DataFolder data, IReadOnlyList<UploadEntry> current, IReadOnlyList<UploadState> states, CancellationToken cancellation)
    {
        var markers = await data.States.ListOpenAsync(Tenant, cancellation).ToListAsync(cancellation);
        Assert.Empty(markers.Intersect(states.Select(state => state.Key(Tenant))));
        Assert.Empty(markers.Intersect(current.Select(upload => StateKey.Of(Tenant, upload.Version.Name.Name, upload.Version.ETag))));
        return markers.Count;
    }
}
