using System.Text.Json;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests;

/// <summary>The folder of an app, filled and read from outside of it.</summary>
internal sealed class DataFolder : IData, IDisposable
{
    public const string Container = "uploads";

    private readonly string staging;
    private int uploaded;

    /// <param name="path">Null = a folder of the system's for temporary files.</param>
    public DataFolder(string? path = null)
    {
        Path = path is null ? Directory.CreateTempSubdirectory("e2e-").FullName : Directory.CreateDirectory(path).FullName;
        staging = Directory.CreateDirectory(System.IO.Path.Combine(Path, ".staging")).FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(Path, Container));
        Results = Store("sp-results");
        Uploads = new FolderUploads(Path, Store("sp-tags"), TimeProvider.System);
        States = new StateStore(Results, new RefStore(Results), new Tombstones(Results, new byte[Tombstones.MinKeyBytes]), TimeProvider.System); // only read: the key is not used
    }

    public string Path { get; }

    public IObjectStore Results { get; }

    public IObjectStore Messages => Store("sp-messages");

    public IObjectStore Models => Store("sp-models");

    public IUploads Uploads { get; }

    public Scope Tenant { get; } = new(Container);

    public StateStore States { get; }

    /// <summary>Appears at once and whole. Each has another time, a day ago, so that it rests already and that no two contents of a name have one ETag.</summary>
    public void Upload(string name, ReadOnlySpan<byte> content, bool rested = true)
    {
        var part = System.IO.Path.Combine(staging, $"{uploaded++}");
        File.WriteAllBytes(part, content);
        if (rested)
            File.SetLastWriteTimeUtc(part, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1).AddSeconds(uploaded));
        var path = System.IO.Path.Combine(Path, Container, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.Move(part, path, overwrite: true);
    }

    public Task<byte[]> ContentAsync(string name, CancellationToken cancellation) => File.ReadAllBytesAsync(System.IO.Path.Combine(Path, Container, name), cancellation);

    /// <summary>A file each.</summary>
    public async Task<IReadOnlyDictionary<Guid, JsonElement>> MessagesAsync(CancellationToken cancellation)
    {
        var all = new Dictionary<Guid, JsonElement>();
        await foreach (var entry in Messages.ListAsync("", null, cancellation))
            all.Add(Guid.ParseExact(entry.Key.Value.Replace(".json", "", StringComparison.Ordinal), "D"), JsonDocument.Parse((await Messages.ReadAsync(entry.Key, cancellation))!.Content).RootElement);
        return all;
    }

    /// <summary>The uploads that lie there now; the listing of the app itself leaves out what does not rest.</summary>
    public async Task<IReadOnlyList<UploadEntry>> CurrentAsync(CancellationToken cancellation)
    {
        var current = new List<UploadEntry>();
        var folder = System.IO.Path.Combine(Path, Container);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            current.Add((await Uploads.FindAsync(new UploadName(Container, System.IO.Path.GetRelativePath(folder, file)), cancellation))!);
        return current;
    }

    /// <summary>The state of what lies there now; null without one.</summary>
    public Task<UploadState?> StateAsync(UploadEntry upload, CancellationToken cancellation) =>
        States.ReadAsync(StateKey.Of(new Scope(Container), upload.Version.Name.Name, upload.Version.ETag), cancellation);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private FolderObjectStore Store(string name) => new(System.IO.Path.Combine(Path, name), TimeProvider.System);
}
