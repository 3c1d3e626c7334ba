using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Telemetry;
using StayPositive.Functions.Tests.Scanning;

namespace StayPositive.Functions.Tests.Telemetry;

public sealed class ScanMetricsTests
{
    private const string Secret = "secret-name.jpg";

    [Fact]
    public async Task A_scan_has_a_span_for_each_stage_and_no_name_in_any_of_them()
    {
        using var root = new Activity("test").Start();
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ScanMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.TraceId == root.TraceId)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = await FlowWorld.StartAsync();
        world.Upload(Secret, FlowWorld.Sample(ScanFlowTests.Photo));

        await world.ScanAsync(Secret);

        Assert.Equal(
            ["decode", "effects", "features", "find", "hash", "keep", "read", "scan", "store", "verdict", "wait"], spans.Select(span => span.OperationName).Distinct().Order(StringComparer.Ordinal));
        var scan = Assert.Single(spans, span => span.OperationName == "scan");
        Assert.All(spans.Where(span => span != scan), span => Assert.Equal(scan.SpanId, span.ParentSpanId));
        Assert.Contains(spans, span => (string?)span.GetTagItem("code") == "Scanned");
        Assert.All(spans, span => Assert.Subset(new HashSet<string> { "container", "code" }, span.TagObjects.Select(tag => tag.Key).ToHashSet()));
        Assert.DoesNotContain(spans.SelectMany(span => span.TagObjects), tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
        Assert.True(scan.Duration >= Assert.Single(spans, span => span.OperationName == "features").Duration);
    }

    [Fact]
    public async Task Verdicts_pixels_and_reuse_are_counted()
    {
        await using var world = await FlowWorld.StartAsync();
        var own = world.Get<IMeterFactory>();
        var seen = new ConcurrentBag<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == ScanMetrics.Name && instrument.Meter.Scope == own)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add((instrument.Name, value, Text(tags))));
        listener.Start();
        foreach (var name in new[] { Secret, "copy.jpg" })
        {
            world.Upload(name, FlowWorld.Sample(ScanFlowTests.Edited));
            await world.ScanAsync(name);
        }

        await world.ScanAsync(Secret); // known: no new verdict
        listener.RecordObservableInstruments();

        Assert.Equal(2, seen.Where(one => one.Name == "staypositive.verdicts").Sum(one => one.Value));
        Assert.All(seen.Where(one => one.Name == "staypositive.verdicts"), one => Assert.StartsWith("container=uploads decision=Inpainted code=Scanned model=", one.Tags, StringComparison.Ordinal));
        Assert.Equal(1, seen.Count(one => one is { Name: "staypositive.reuse", Tags: "from=scan" }));
        Assert.Equal(1, seen.Count(one => one is { Name: "staypositive.reuse", Tags: "from=state" }));
        Assert.InRange(seen.Where(one => one.Name == "staypositive.megapixels").Sum(one => one.Value), 0.1, 10);
        Assert.Contains(seen, one => one is { Name: "staypositive.stage.duration", Tags: "stage=features", Value: > 0 });
        Assert.Contains(seen, one => one is { Name: "staypositive.memory.free", Value: 1000 * MemoryBudget.ScanShare });
        Assert.Contains(seen, one => one.Name == "staypositive.model.faulty" && one.Value == 0);
        Assert.DoesNotContain(seen, one => one.Tags.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_instrument_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(StayPositive.Tests.Repository.Root, "src", "Functions", "Telemetry", "ScanMetrics.cs"));
        var documentation = File.ReadAllText(Path.Combine(StayPositive.Tests.Repository.Root, "docs", "operations.md"));
        var names = System.Text.RegularExpressions.Regex.Matches(text, "\"(staypositive\\.[a-z.]+)\"").Select(match => match.Groups[1].Value).ToArray();

        Assert.True(names.Length >= 12, $"{names.Length} instruments");
        Assert.All(names, name => Assert.Contains($"`{name}`", documentation, StringComparison.Ordinal));
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
