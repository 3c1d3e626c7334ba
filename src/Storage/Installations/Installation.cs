using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Installations;

/// <summary>
/// One installation: a storage account, an emulator, or a folder, and all stores on it. Nothing is read, made or connected to before it is asked for, so that a program needs only the
/// settings and the rights of what it uses.
/// </summary>
public sealed class Installation
{
    /// <summary>Container that the scanner writes.</summary>
    public const string ResultsContainer = "sp-results";

    /// <summary>Container of the reviewers.</summary>
    public const string ReviewContainer = "sp-review";

    /// <summary>Container of the model versions.</summary>
    public const string ModelsContainer = "sp-models";

    private const int AuditKeyBytes = 16;

    private readonly InstallationSettings settings;
    private readonly TokenCredential identity = new DefaultAzureCredential();
    private readonly Lazy<byte[]> tombstoneKey;
    private readonly Lazy<byte[]> auditKey;
    private readonly Lazy<Tombstones> tombstones;
    private readonly Lazy<StateStore> states;
    private readonly Lazy<MeasurementStore> measurements;
    private readonly Lazy<HeatMapStore> heatMaps;
    private readonly Lazy<Eraser> eraser;

    /// <summary>Names the places; does not go there.</summary>
    /// <exception cref="FormatException">The connection string cannot be read.</exception>
    public Installation(InstallationSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        this.settings = settings;
        tombstoneKey = new(() => settings.Key(nameof(settings.TombstoneKey), settings.TombstoneKey, Erasure.Tombstones.MinKeyBytes));
        auditKey = new(() => settings.Key(nameof(settings.AuditKey), settings.AuditKey, AuditKeyBytes));
        Blobs = settings.IsAzure ? Connect() : null;
        Account = Blobs?.AccountName ?? "folder";
        (Results, Review, Models) = (Container(ResultsContainer), Container(ReviewContainer), Container(ModelsContainer));
        Messages = Blobs is null ? Folder("sp-messages") : null;
        Uploads = Blobs is null ? new FolderUploads(settings.Data, Folder("sp-tags"), clock) : new AzureUploads(Blobs);

        tombstones = new(() => new Tombstones(Results, tombstoneKey.Value));
        Refs = new RefStore(Results);
        states = new(() => new StateStore(Results, Refs, tombstones.Value, clock));
        measurements = new(() => new MeasurementStore(Results, tombstones.Value));
        heatMaps = new(() => new HeatMapStore(Results, tombstones.Value));
        eraser = new(() => new Eraser(Results, Review, tombstones.Value, clock));
        Labels = new LabelStore(Review);
        Pending = new PendingStore(Review);
        (Masks, Claims, Decisions) = (new MaskStore(Review), new ClaimStore(Review, clock), new DecisionLog(Review));
        Aliases = new AliasStore(Models, clock);
        Releases = new ReleaseStore(Models, settings.ModelKeys.Count == 0 ? ManifestSignatures.NotAsked : new ManifestSignatures([.. settings.ModelKeys.Select(key => (ReadOnlyMemory<byte>)Convert.FromBase64String(key))]));

        FolderObjectStore Folder(string name) => new(Path.Combine(settings.Data, name), clock);
        IObjectStore Container(string name) => Blobs is null ? Folder(name) : new AzureObjectStore(Blobs.GetBlobContainerClient(name));
    }

    /// <summary>The account; null for a folder.</summary>
    public BlobServiceClient? Blobs { get; }

    /// <summary>Name of the account; "folder" for a folder.</summary>
    public string Account { get; }

    /// <summary>Host and port of the account; null for a folder.</summary>
    public string? Authority => Blobs?.Uri.Authority;

    /// <summary>What is scanned.</summary>
    public IUploads Uploads { get; }

    /// <summary><c>sp-results</c>.</summary>
    public IObjectStore Results { get; }

    /// <summary><c>sp-review</c>.</summary>
    public IObjectStore Review { get; }

    /// <summary><c>sp-models</c>.</summary>
    public IObjectStore Models { get; }

    /// <summary>Messages of a folder, one a file; null for an account, which has queues.</summary>
    public IObjectStore? Messages { get; }

    /// <summary>Key of erased contents.</summary>
    /// <exception cref="InvalidOperationException">It is not configured, or not what it should be; the message names the setting.</exception>
    public ReadOnlyMemory<byte> TombstoneKey => tombstoneKey.Value;

    /// <summary>Key of the audit sample.</summary>
    /// <exception cref="InvalidOperationException">It is not configured, or not what it should be; the message names the setting.</exception>
    public ReadOnlyMemory<byte> AuditKey => auditKey.Value;

    /// <summary>What was erased.</summary>
    /// <exception cref="InvalidOperationException">Its key is not configured.</exception>
    public Tombstones Tombstones => tombstones.Value;

    /// <summary>Results of uploads.</summary>
    /// <exception cref="InvalidOperationException">The key of erased contents is not configured.</exception>
    public StateStore States => states.Value;

    /// <summary>What the pixels say.</summary>
    /// <exception cref="InvalidOperationException">The key of erased contents is not configured.</exception>
    public MeasurementStore Measurements => measurements.Value;

    /// <summary>Heat maps.</summary>
    /// <exception cref="InvalidOperationException">The key of erased contents is not configured.</exception>
    public HeatMapStore HeatMaps => heatMaps.Value;

    /// <summary>Which blobs hold a content.</summary>
    public RefStore Refs { get; }

    /// <summary>Decisions of the reviewers.</summary>
    public LabelStore Labels { get; }

    /// <summary>What waits for a reviewer.</summary>
    public PendingStore Pending { get; }

    /// <summary>What reviewers drew.</summary>
    public MaskStore Masks { get; }

    /// <summary>What reviewers look at.</summary>
    public ClaimStore Claims { get; }

    /// <summary>When they decided what.</summary>
    public DecisionLog Decisions { get; }

    /// <summary>Champion and challenger.</summary>
    public AliasStore Aliases { get; }

    /// <summary>Model versions.</summary>
    public ReleaseStore Releases { get; }

    /// <summary>Removes contents.</summary>
    /// <exception cref="InvalidOperationException">The key of erased contents is not configured.</exception>
    public Eraser Eraser => eraser.Value;

    /// <summary>A queue of the account.</summary>
    /// <exception cref="InvalidOperationException">The installation is a folder, or its queue endpoint is not configured.</exception>
    public QueueClient Queue(string name)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        if (settings.ConnectionString is { } text)
            return new QueueClient(text, name, options);
        var service = settings.QueueServiceUri ?? throw new InvalidOperationException("Storage:QueueServiceUri is not set; it goes with Storage:BlobServiceUri.");
        return new QueueClient(new Uri(service, name), identity, options);
    }

    private BlobServiceClient Connect()
    {
        var options = new BlobClientOptions { TrimBlobNameSlashes = false }; // else blobs whose names begin or end with '/' would be listed, and not found
        return settings.ConnectionString is { } text ? new BlobServiceClient(text, options) : new BlobServiceClient(settings.BlobServiceUri, identity, options);
    }
}
