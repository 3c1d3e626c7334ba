using System.Diagnostics;
using System.Diagnostics.Metrics;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Telemetry;

/// <summary>
/// Spans and metrics of the flow, all named <c>StayPositive</c>; docs/operations.md lists them. Without a listener they cost next to nothing. Attributes are containers, codes, decisions, stages and model versions:
/// never names of blobs, never content.
/// </summary>
internal sealed class ScanMetrics : IDisposable
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Name = "StayPositive";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> verdicts;
    private readonly Counter<double> megapixels;
    private readonly Counter<long> reuse;
    private readonly Counter<long> due;
    private readonly Counter<long> failed;
    private readonly Counter<long> poisoned;
    private readonly Counter<long> shadowScans;
    private readonly Histogram<double> shadowDifference;
    private readonly Histogram<double> stages;
    private readonly Histogram<double> queueAge;
    private long open;

    public ScanMetrics(IMeterFactory meters, CurrentModel models, MemoryBudget memory)
    {
        meter = meters.Create(Name);
        verdicts = meter.CreateCounter<long>("staypositive.verdicts", "{upload}", "New states, by container, decision, code and model.");
        megapixels = meter.CreateCounter<double>("staypositive.megapixels", "{megapixel}", "Pixels that went through the network.");
        reuse = meter.CreateCounter<long>("staypositive.reuse", "{upload}", "Where a verdict came from: state or measurement of the same content, or a scan.");
        due = meter.CreateCounter<long>("staypositive.sweep.due", "{upload}", "Uploads without a state that sweeps found.");
        failed = meter.CreateCounter<long>("staypositive.sweep.failed", "{upload}", "Of these and of open effects, those that failed and come again.");
        poisoned = meter.CreateCounter<long>("staypositive.sweep.poisoned", "{message}", "Poison messages that were dealt with.");
        shadowScans = meter.CreateCounter<long>("staypositive.shadow.scans", "{upload}", "Uploads that champion and challenger both judged, by agreement.");
        shadowDifference = meter.CreateHistogram<double>("staypositive.shadow.difference", "{logit}", "Log odds of generation by the challenger minus those by the champion, each by its own calibration.");
        stages = meter.CreateHistogram<double>("staypositive.stage.duration", "s", "Duration of each stage.");
        queueAge = meter.CreateHistogram<double>("staypositive.queue.age", "s", "From the event to the result.");
        meter.CreateObservableGauge("staypositive.effects.open", () => Volatile.Read(ref open), "{upload}", "Markers of open effects that the last sweep found.");
        meter.CreateObservableGauge("staypositive.memory.free", () => memory.Free, "By", "What is left of the memory budget.");
        meter.CreateObservableGauge(
            "staypositive.model.faulty", () => new Measurement<int>(models.Health.Fault is null ? 0 : 1, new KeyValuePair<string, object?>("model", models.Health.Target?.Version)), "{fault}", "1 when the last look at the alias failed.");
    }

    /// <summary>Begins a stage; its span is a child of the one under way.</summary>
    public Stage Start(string stage, string container) => new(this, stage, Source.StartActivity(stage)?.SetTag("container", container));

    /// <summary>A stage that is over, as others measured it.</summary>
    public void Past(string stage, string container, TimeSpan took, DateTimeOffset end)
    {
        Took(stage, took);
        using var activity = Source.StartActivity(stage, ActivityKind.Internal, Activity.Current?.Context ?? default, [new("container", container)], startTime: end - took);
        activity?.SetEndTime(end.UtcDateTime);
    }

    /// <summary>A stage's duration.</summary>
    public void Took(string stage, TimeSpan time) => stages.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));

    /// <summary>A new state.</summary>
    public void Told(UploadState state)
    {
        verdicts.Add(1, new("container", state.Upload.Container), new("decision", state.Decision.ToString()), new("code", state.Code), new("model", state.Model));
        if (state.RequestedAt is { } at)
            queueAge.Record(Math.Max(0, (state.ScannedAt - at).TotalSeconds));
    }

    /// <summary>Where a verdict came from.</summary>
    public void From(Origin origin) => reuse.Add(1, new KeyValuePair<string, object?>("from", origin.ToString().ToLowerInvariant()));

    /// <summary>Pixels that went through the network.</summary>
    public void Scanned(double count) => megapixels.Add(count);

    /// <summary>What champion and challenger say of one upload.</summary>
    public void Shadowed(string challenger, bool agree, double difference)
    {
        shadowScans.Add(1, new("model", challenger), new("agree", agree));
        shadowDifference.Record(difference, new KeyValuePair<string, object?>("model", challenger));
    }

    /// <summary>A sweep is over.</summary>
    public void Swept(SweepReport report)
    {
        Volatile.Write(ref open, report.Settled);
        due.Add(report.Due);
        failed.Add(report.Failed);
        poisoned.Add(report.Poisoned);
    }

    public void Dispose() => meter.Dispose();
}
