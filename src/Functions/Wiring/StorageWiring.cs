using Azure;
using Azure.Storage.Blobs;
using StayPositive.Detector.Models;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Audits;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Shadows;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Wiring;

/// <summary>A storage account, an emulator, or a folder, behind the same seams.</summary>
internal static class StorageWiring
{
    public static void AddStorage(this IServiceCollection services, InstallationSettings settings, CurrentModelOptions? model = null)
    {
        var installation = Open(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(installation);
        services.AddSingleton(new Secrets(installation.TombstoneKey.ToArray(), installation.AuditKey.ToArray()));
        services.AddSingleton(new RescanStore(installation.Results)).AddSingleton(new AttemptStore(installation.Results, TimeProvider.System));
        services.AddSingleton(new Stores(
            installation.Account, installation.Authority, installation.Uploads, installation.States, installation.Measurements, installation.HeatMaps, installation.Refs, installation.Labels,
            installation.Pending, installation.Tombstones));
        services.AddSingleton(installation.Aliases).AddSingleton(installation.Releases).AddSingleton(installation.Eraser);
        services.AddMessages(settings, installation);
        services.AddSingleton(new DayCountStore(installation.Results)).AddSingleton(new PolicyStore(installation.Models));
        services.AddSingleton(new ShadowStore(installation.Results));
        services.AddSingleton(model ?? new CurrentModelOptions());
        services.AddSingleton(provider => new CurrentModel(
            provider.GetRequiredService<AliasStore>(), provider.GetRequiredService<ReleaseStore>(), provider.GetRequiredService<CurrentModelOptions>(), TimeProvider.System,
            fault => provider.GetRequiredService<ILogger<CurrentModel>>().ModelFault(fault), choice => provider.GetRequiredService<ILogger<CurrentModel>>().ProviderChosen(choice)));
    }

    /// <exception cref="InvalidOperationException">The connection string, an endpoint, or a key of models cannot be read.</exception>
    private static Installation Open(InstallationSettings settings)
    {
        CheckEndpoint(nameof(settings.BlobServiceUri), settings.BlobServiceUri);
        CheckEndpoint(nameof(settings.QueueServiceUri), settings.QueueServiceUri);
        try
        {
            return new Installation(settings, TimeProvider.System);
        }
        catch (FormatException wrong)
        {
            throw new InvalidOperationException($"Storage:ConnectionString (or Storage itself), or one of Storage:ModelKeys, cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>The value is not repeated: it may hold a SAS.</summary>
    private static void CheckEndpoint(string name, Uri? endpoint)
    {
        if (endpoint is { IsAbsoluteUri: false } or { Query.Length: > 0 })
            throw new InvalidOperationException($"Storage:{name} is no endpoint; it must be like https://ACCOUNT.blob.core.windows.net (or .queue.), without a SAS: the identity of this process is used.");
    }

    /// <summary>Containers, folders and queues that are missing are made; a folder without a model gets the one that ships; policies of prefixes are read and checked.</summary>
    /// <exception cref="InvalidOperationException">A policy cannot be used; the message names the setting.</exception>
    public static async Task PrepareAsync(this IServiceProvider provider, InstallationSettings settings, ScanningOptions options, CancellationToken cancellation)
    {
        if (provider.GetRequiredService<Installation>().Uploads is FolderUploads folders)
            folders.Unreadable = folder => provider.GetRequiredService<ILogger<FolderUploads>>().UnreadableFolder(Safe.Text(folder));
        await MakeMissingAsync(provider, settings, options, cancellation);
        var policies = provider.GetRequiredService<PrefixPolicies>();
        if (!policies.Any)
            return;
        using var lease = await provider.GetRequiredService<CurrentModel>().LeaseAsync(cancellation);
        await policies.LoadAsync(lease.Package.Calibration, cancellation);
    }

    private static async Task MakeMissingAsync(IServiceProvider provider, InstallationSettings settings, ScanningOptions options, CancellationToken cancellation)
    {
        if (settings.IsAzure)
        {
            var service = provider.GetRequiredService<Installation>().Blobs!;
            provider.GetRequiredService<AccountTraits>().HasIndexTags = await HasIndexTagsAsync(service, cancellation);
            if (settings.ConnectionString is null)
                return; // made by the deployment; this identity may not
            foreach (var container in InstallationSettings.SystemContainers.Concat(options.Containers).Concat(options.CleanContainer is { } clean ? [clean] : []))
                await service.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellation);
            foreach (var queue in (string[])[MessageWiring.ResultsName, WorkQueues.RequestsName])
                await provider.GetRequiredService<Installation>().Queue(queue).CreateIfNotExistsAsync(cancellationToken: cancellation);
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

    /// <summary>An account with hierarchical namespaces has none. Who may not ask finds out with the first tags.</summary>
    internal static async Task<bool> HasIndexTagsAsync(BlobServiceClient service, CancellationToken cancellation)
    {
        try
        {
            return !(await service.GetAccountInfoAsync(cancellation)).Value.IsHierarchicalNamespaceEnabled;
        }
        catch (RequestFailedException)
        {
            return true;
        }
    }
}
