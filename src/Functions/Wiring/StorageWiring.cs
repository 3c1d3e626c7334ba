using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using StayPositive.Detector.Models;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Wiring;

/// <summary>A storage account, an emulator, or a folder, behind the same seams.</summary>
internal static class StorageWiring
{
    private const string ResultQueue = "scan-results";

    public static void AddStorage(this IServiceCollection services, AppSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new Secrets(settings.Key(nameof(settings.TombstoneKey), settings.TombstoneKey, Tombstones.MinKeyBytes), settings.Key(nameof(settings.AuditKey), settings.AuditKey, 16)));
        if (settings.IsAzure)
            AddAccount(services, settings);
        else
            AddFolder(services, settings);
        services.AddSingleton(provider => Stores(provider));
        services.AddSingleton(provider => new AliasStore(provider.GetRequiredKeyedService<IObjectStore>("sp-models"), TimeProvider.System));
        services.AddSingleton(provider => new ReleaseStore(
            provider.GetRequiredKeyedService<IObjectStore>("sp-models"),
            settings.ModelKeys.Count == 0 ? ManifestSignatures.NotAsked : new ManifestSignatures([.. settings.ModelKeys.Select(key => (ReadOnlyMemory<byte>)Convert.FromBase64String(key))])));
        services.AddSingleton(provider => new CurrentModel(
            provider.GetRequiredService<AliasStore>(), provider.GetRequiredService<ReleaseStore>(), new CurrentModelOptions { MaxAge = TimeSpan.FromSeconds(provider.GetRequiredService<IConfiguration>().GetValue("Models:MaxAgeSeconds", 30.0)) },
            TimeProvider.System, fault => provider.GetRequiredService<ILogger<CurrentModel>>().ModelFault(fault)));
        services.AddSingleton(provider => new Eraser(
            provider.GetRequiredKeyedService<IObjectStore>("sp-results"), provider.GetRequiredKeyedService<IObjectStore>("sp-review"),
            provider.GetRequiredService<Stores>().Tombstones, TimeProvider.System));
    }

    /// <summary>Containers, folders and queues that are missing are made; a folder without a model gets the one that ships.</summary>
    public static async Task PrepareAsync(this IServiceProvider provider, AppSettings settings, ScanningOptions options, CancellationToken cancellation)
    {
        if (settings.IsAzure)
        {
            var service = provider.GetRequiredService<BlobServiceClient>();
            if (settings.ConnectionString is null)
                return; // made by the deployment; this identity may not
            foreach (var container in AppSettings.SystemContainers.Concat(options.Containers).Concat(options.CleanContainer is { } clean ? [clean] : []))
                await service.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellation);
            await provider.GetRequiredService<QueueClient>().CreateIfNotExistsAsync(cancellationToken: cancellation);
        }
        else
        {
            foreach (var container in options.Containers.Concat(options.CleanContainer is { } clean ? [clean] : []))
                Directory.CreateDirectory(Path.Combine(settings.Data, container));
        }

        var aliases = provider.GetRequiredService<AliasStore>();
        if (await aliases.ReadAsync(ModelAlias.Champion, cancellation) is null)
        {
            var package = ModelPackage.Load(Path.Combine(AppContext.BaseDirectory, "models", "starter"));
            var target = await provider.GetRequiredService<ReleaseStore>().PublishAsync(package, signer: null, cancellation);
            await aliases.MoveAsync(ModelAlias.Champion, null, target, "start", "The model that ships, because there was none.", cancellation);
        }
    }

    private static void AddAccount(IServiceCollection services, AppSettings settings)
    {
        var options = new BlobClientOptions { TrimBlobNameSlashes = false }; // else blobs whose names begin or end with '/' would be listed, and not found
        var identity = new DefaultAzureCredential();
        var blobs = settings.ConnectionString is { } text ? new BlobServiceClient(text, options) : new BlobServiceClient(settings.BlobServiceUri, (TokenCredential)identity, options);
        var queueOptions = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        var queue = settings.ConnectionString is { } same
            ? new QueueClient(same, ResultQueue, queueOptions)
            : new QueueClient(new Uri(settings.QueueServiceUri ?? throw new InvalidOperationException("Storage:QueueServiceUri is not set; it goes with Storage:BlobServiceUri."), ResultQueue), identity, queueOptions);
        services.AddSingleton(blobs);
        services.AddSingleton(queue);
        services.AddSingleton<IUploads>(new AzureUploads(blobs));
        services.AddSingleton<IResultMessages>(new QueueMessages(queue));
        foreach (var container in AppSettings.SystemContainers)
            services.AddKeyedSingleton<IObjectStore>(container, new AzureObjectStore(blobs.GetBlobContainerClient(container)));
        services.AddKeyedSingleton("account", blobs.AccountName);
    }

    private static void AddFolder(IServiceCollection services, AppSettings settings)
    {
        FolderObjectStore Folder(string name) => new(Path.Combine(settings.Data, name), TimeProvider.System);
        services.AddSingleton<IUploads>(new FolderUploads(settings.Data, Folder("sp-tags"), TimeProvider.System));
        services.AddSingleton<IResultMessages>(new FolderMessages(Folder("sp-messages")));
        foreach (var container in AppSettings.SystemContainers)
            services.AddKeyedSingleton<IObjectStore>(container, Folder(container));
        services.AddKeyedSingleton("account", "folder");
    }

    private static Stores Stores(IServiceProvider provider)
    {
        var results = provider.GetRequiredKeyedService<IObjectStore>("sp-results");
        var review = provider.GetRequiredKeyedService<IObjectStore>("sp-review");
        var tombstones = new Tombstones(results, provider.GetRequiredService<Secrets>().TombstoneKey);
        var refs = new RefStore(results);
        return new Stores(
            provider.GetRequiredKeyedService<string>("account"), provider.GetService<BlobServiceClient>()?.Uri.Authority, provider.GetRequiredService<IUploads>(), new StateStore(results, refs, tombstones, TimeProvider.System),
            new MeasurementStore(results, tombstones), new HeatMapStore(results, tombstones), refs, new LabelStore(review), new PendingStore(review), tombstones);
    }
}
