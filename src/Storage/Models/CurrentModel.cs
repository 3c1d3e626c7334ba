using Azure;
using StayPositive.Detector.Features;
using StayPositive.Detector.Scans;

namespace StayPositive.Storage.Models;

/// <summary>
/// The model that an alias points to. Looked at when a scan asks for it and the last look is too old; a new version is loaded and verified beside the old one, then one reference is
/// swapped. Any fault leaves the last good model in use. A new head on the same backbone takes over its session; a session goes with its last scan.
/// </summary>
/// <param name="aliases">Where the alias is.</param>
/// <param name="releases">Where versions are, and who may sign them.</param>
/// <param name="options">Which alias, how often.</param>
/// <param name="clock">Time.</param>
/// <param name="report">Called once for each distinct fault, until a look succeeds again.</param>
/// <param name="chosen">Called for each new session with what computes it; null = nobody asks.</param>
public sealed class CurrentModel(AliasStore aliases, ReleaseStore releases, CurrentModelOptions options, TimeProvider clock, Action<Exception> report, Action<ProviderChoice>? chosen = null) : IDisposable
{
    /// <summary>As long as there is no model at all, the alias is looked at this often.</summary>
    private static readonly TimeSpan ImpatientAge = TimeSpan.FromSeconds(1);

    private readonly CurrentModelOptions options = Checked(options);
    private readonly SemaphoreSlim gate = new(1);
    private readonly HashSet<string> reported = [];
    private volatile LoadedModel? current;
    private volatile ModelHealth health = new(null, null, null, null, null);
    private volatile bool disposed;

    /// <summary>How it stands.</summary>
    public ModelHealth Health => health;

    /// <summary>The model for one scan, to be disposed after it. While a new version is being loaded, other callers go on with the old one.</summary>
    /// <exception cref="ModelUnavailableException">No model could be loaded so far.</exception>
    /// <exception cref="ObjectDisposedException">This has been disposed.</exception>
    public async Task<ModelLease> LeaseAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (IsStale())
            await LookAsync(cancellation);
        while (true)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var model = current ?? throw new ModelUnavailableException(health.Fault ?? "none was loaded");
            if (model.Backbone.TryHold()) // false when it was replaced between the two lines
                return new ModelLease(model);
        }
    }

    /// <summary>No lease is given any more; those that are out stay whole, and the last one frees the session.</summary>
    public void Dispose()
    {
        gate.Wait();
        try
        {
            if (disposed)
                return;
            disposed = true;
            current?.Backbone.Release();
        }
        finally
        {
            gate.Release();
        }
    }

    private bool IsStale() => health.CheckedAt is not { } at || clock.GetUtcNow() - at >= (current is null ? ImpatientAge : options.MaxAge);

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (current is null)
            await gate.WaitAsync(cancellation); // there is nothing to go on with
        else if (!await gate.WaitAsync(0, cancellation))
            return;
        try
        {
            if (!disposed && IsStale())
                await RefreshAsync(cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow(); // before the reading: what is published while it is under way is not yet seen
        try
        {
            var alias = await aliases.ReadAsync(options.Alias, cancellation) ?? throw new InvalidDataException($"The alias {options.Alias} points to nothing yet.");
            if (current?.Target != alias.Target)
                await SwapAsync(alias.Target, cancellation);
            health = health with { CheckedAt = now, Fault = null, FaultSince = null };
            reported.Clear();
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it is: what serves goes on serving. Failing here would fail scans for which a good model is at hand.
            health = health with { CheckedAt = now, Fault = fault.Message, FaultSince = health.FaultSince ?? now };
            if (reported.Add(Kind(fault)))
                report(fault);
        }
    }

    private async Task SwapAsync(ModelTarget target, CancellationToken cancellation)
    {
        var old = current;
        var package = await releases.ReadAsync(target, old?.Scanner.Package, cancellation);
        SharedBackbone backbone;
        if (old is not null && old.Backbone.Backbone.Manifest.Sha256 == package.Backbone.Sha256 && old.Backbone.TryHold())
            backbone = old.Backbone;
        else
        {
            backbone = new SharedBackbone(await Task.Run(() => Backbone.Create(package, options.Backbone), cancellation));
            chosen?.Invoke(backbone.Backbone.Provider);
        }

        current = new LoadedModel(target, new ImageScanner(package, backbone.Backbone), backbone);
        health = health with { Target = target, LoadedAt = clock.GetUtcNow(), Provider = backbone.Backbone.Provider };
        old?.Backbone.Release();
    }

    /// <summary>Messages of the storage service hold a time and the id of the request: they would all be distinct.</summary>
    private static string Kind(Exception fault) => fault is RequestFailedException failed ? $"{failed.Status} {failed.ErrorCode}" : $"{fault.GetType()} {fault.Message}";

    private static CurrentModelOptions Checked(CurrentModelOptions options)
    {
        options.Check();
        return options;
    }
}
