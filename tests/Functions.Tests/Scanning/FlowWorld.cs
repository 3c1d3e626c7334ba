using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Wiring;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>The flow on a folder, wired as the program does it.</summary>
internal sealed class FlowWorld : IAsyncDisposable
{
    public const string Container = "uploads";

    private readonly ServiceProvider provider;

    private FlowWorld(string data, ServiceProvider provider) => (Data, this.provider) = (data, provider);

    public string Data { get; }

    public ScanFlow Flow => provider.GetRequiredService<ScanFlow>();

    public Sweep Sweep => provider.GetRequiredService<Sweep>();

    public Stores Stores => provider.GetRequiredService<Stores>();

    public T Get<T>()
        where T : notnull => provider.GetRequiredService<T>();

    public static async Task<FlowWorld> StartAsync(Action<ScanningOptions>? change = null, string? data = null, Life? life = null, Func<Stores, Stores>? stores = null, Action<IServiceCollection>? wire = null)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("flow-").FullName;
        var (settings, scanning) = (new InstallationSettings { Data = folder }, new ScanningOptions());
        scanning.Containers.Add(Container);
        change?.Invoke(scanning);
        scanning.Check(InstallationSettings.SystemContainers);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddStorage(settings);
        services.AddScanning(scanning);
        if (life is not null)
            MakeMortal(services, new Installation(settings, TimeProvider.System), folder, life);
        if (stores is not null)
            services.AddSingleton(stores((Stores)services.Single(service => service.ServiceType == typeof(Stores)).ImplementationInstance!));
        wire?.Invoke(services);
        var world = new FlowWorld(folder, services.BuildServiceProvider());
        await world.provider.PrepareAsync(settings, scanning, CancellationToken.None);
        return world;
    }

    /// <summary>The process ends before one of its writes, deletions or messages.</summary>
    private static void MakeMortal(ServiceCollection services, Installation installation, string data, Life life)
    {
        var (results, review) = (new MortalStore(installation.Results, life), new MortalStore(installation.Review, life));
        var tombstones = new Tombstones(results, installation.TombstoneKey.Span);
        var refs = new RefStore(results);
        services.AddSingleton(new Stores(
            installation.Account, installation.Authority, installation.Uploads, new StateStore(results, refs, tombstones, TimeProvider.System), new MeasurementStore(results, tombstones),
            new HeatMapStore(results, tombstones), refs, new LabelStore(review), new PendingStore(review), tombstones));
        services.AddSingleton<IResultMessages>(new FolderMessages(new MortalStore(new FolderObjectStore(Path.Combine(data, "sp-messages"), TimeProvider.System), life)));
    }

    public static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", name));

    public void Upload(string name, byte[] content)
    {
        var path = Path.Combine(Data, Container, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".part~", content);
        File.SetLastWriteTimeUtc(path + ".part~", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)); // rested long enough
        File.Move(path + ".part~", path, overwrite: true);
    }

    public Task<FlowOutcome> ScanAsync(string name, string container = Container) => Flow.ScanAsync(new ScanRequest(container, name, null, null), CancellationToken.None);

    public async Task<UploadState?> StateAsync(string name) =>
        await Stores.Uploads.FindAsync(new UploadName(Container, name), CancellationToken.None) is { } entry
            ? await Stores.States.ReadAsync(StateKey.Of(new Scope(Container), name, entry.Version.ETag), CancellationToken.None)
            : null;

    public async Task<IReadOnlyDictionary<string, string>> TagsAsync(string name) =>
        (await Stores.Uploads.ReadTagsAsync((await Stores.Uploads.FindAsync(new UploadName(Container, name), CancellationToken.None))!.Version, CancellationToken.None)).Tags;

    public IReadOnlyList<string> Messages() =>
        Directory.Exists(Path.Combine(Data, "sp-messages"))
            ? [.. new FolderObjectStore(Path.Combine(Data, "sp-messages"), TimeProvider.System).ListAsync("", null, CancellationToken.None).ToBlockingEnumerable().Select(entry => entry.Key.Value)]
            : [];

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
