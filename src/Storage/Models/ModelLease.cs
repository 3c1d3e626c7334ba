using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.Storage.Models;

/// <summary>The model of one scan: it stays whole until this is disposed, whatever is published meanwhile.</summary>
public sealed class ModelLease : IDisposable
{
    private readonly LoadedModel model;
    private int disposed;

    internal ModelLease(LoadedModel model) => this.model = model;

    /// <summary>Name and manifest of the version.</summary>
    public ModelTarget Target => model.Target;

    /// <summary>Head, calibration, policy.</summary>
    public ModelPackage Package => model.Scanner.Package;

    /// <summary>Scans with it. Not to be disposed, and not to be used after the lease.</summary>
    public ImageScanner Scanner => model.Scanner;

    /// <summary>The session.</summary>
    internal SharedBackbone Backbone => model.Backbone;

    /// <summary>The session may go, if it is no longer the current one.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
            model.Backbone.Release();
    }
}
