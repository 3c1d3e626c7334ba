using CsCheck;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Measurements;

public sealed class MeasurementStoreTests
{
    private static readonly ContentHash Hash = ContentHash.Of("content"u8);
    private static readonly ContentHash Backbone = ContentHash.Parse(MeasurementGen.Backbone);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_measurement_comes_back_with_features_within_float16s_rounding() => MeasurementGen.Any.Sample(measurement =>
    {
        var (file, bytes) = MeasurementCodec.Write(measurement);
        var back = MeasurementCodec.Read(file, bytes);
        Same(measurement, back);
        Near(measurement.Features, back.Features, file.Scale);
        foreach (var (head, backHead) in measurement.Heads.Zip(back.Heads))
            foreach (var (window, backWindow) in head.BestWindows.Zip(backHead.BestWindows))
                Near(window.Features, backWindow.Features, file.Scale);
    });

    private static void Same(Measurement one, Measurement other)
    {
        Assert.Equal(one.Facts, other.Facts);
        Assert.Equal((one.BackboneSha256, one.EngineVersion, one.Width, one.Height, one.Complete, one.Heads.Count), (other.BackboneSha256, other.EngineVersion, other.Width, other.Height, other.Complete, other.Heads.Count));
        foreach (var (head, backHead) in one.Heads.Zip(other.Heads))
        {
            Assert.Equal((head.Head, head.Logit, head.MaxCell, head.BestWindows.Count), (backHead.Head, backHead.Logit, backHead.MaxCell, backHead.BestWindows.Count));
            Assert.Equal(head.BestWindows.Select(Place), backHead.BestWindows.Select(Place));
        }

        static (int, int, int, int, int, float) Place(EvidenceWindow window) => (window.X, window.Y, window.Width, window.Height, window.SizePixels, window.Logit);
    }

    private static void Near(FeatureVector one, FeatureVector other, float scale)
    {
        Assert.Equal(one.Channels, other.Channels);
        for (var c = 0; c < one.Channels; c++)
        {
            var (value, back) = ((double)one.Values[c], (double)other.Values[c]);
            Assert.InRange(back, value - Math.Max(value / 2048, scale / 33554432), value + Math.Max(value / 2048, scale / 33554432));
        }
    }

    [Fact]
    public void A_measurement_comes_back_from_the_store_and_the_first_one_stays() => Gen.Select(MeasurementGen.Any, MeasurementGen.Any).Sample((first, second) => Run(async store =>
    {
        Assert.Null(await store.ReadAsync(World.Scope, Hash, Backbone, 1, default));
        Assert.True(await store.WriteAsync(World.Scope, Hash, first, default));
        Assert.True(await store.WriteAsync(World.Scope, Hash, second, default));
        Same(first, (await store.ReadAsync(World.Scope, Hash, Backbone, 1, default))!);
        Assert.Null(await store.ReadAsync(new Scope("other"), Hash, Backbone, 1, default));
        Assert.Null(await store.ReadAsync(World.Scope, Hash, Backbone, 2, default));
    }), iter: 15, threads: 1);

    [Fact]
    public async Task A_measurement_without_its_features_is_absent_and_the_next_one_mends_it()
    {
        using var world = new World();
        var store = new MeasurementStore(world.Results, new Tombstones(world.Results, World.TombstoneKey));
        var (first, second) = (Simple(1, 2), Simple(3, 4));
        await store.WriteAsync(World.Scope, Hash, first, Cancellation);
        var features = await world.Results.KeysAsync("", Cancellation).SingleAsync(key => key.Value.EndsWith(".f16", StringComparison.Ordinal), Cancellation);
        await world.Results.DeleteAsync(features, null, Cancellation);
        Assert.Null(await store.ReadAsync(World.Scope, Hash, Backbone, 1, Cancellation));
        await store.WriteAsync(World.Scope, Hash, second, Cancellation);
        Assert.Equal("3 4", Features(await store.ReadAsync(World.Scope, Hash, Backbone, 1, Cancellation)));
    }

    [Fact]
    public async Task A_killed_writer_leaves_all_or_nothing_and_two_heads_never_mix()
    {
        for (var steps = 0; steps < 3; steps++)
        {
            using var world = new World();
            var mortal = new MortalStore(world.Results, new Life(steps));
            var killed = new MeasurementStore(mortal, new Tombstones(mortal, World.TombstoneKey)).WriteAsync(World.Scope, Hash, Simple(1, 2), Cancellation);
            Assert.Equal(steps < 2, await Record.ExceptionAsync(() => killed) is KilledException);
            var store = new MeasurementStore(world.Results, new Tombstones(world.Results, World.TombstoneKey));
            Assert.Equal(steps == 2, await store.ReadAsync(World.Scope, Hash, Backbone, 1, Cancellation) is not null);
            await store.WriteAsync(World.Scope, Hash, Simple(3, 4), Cancellation);
            Assert.Equal(steps == 2 ? "1 2" : "3 4", Features(await store.ReadAsync(World.Scope, Hash, Backbone, 1, Cancellation)));
        }
    }

    [Fact]
    public async Task Features_that_were_changed_are_not_believed()
    {
        using var world = new World();
        var store = new MeasurementStore(world.Results, new Tombstones(world.Results, World.TombstoneKey));
        await store.WriteAsync(World.Scope, Hash, Simple(1, 2), Cancellation);
        var features = await world.Results.KeysAsync("", Cancellation).SingleAsync(key => key.Value.EndsWith(".f16", StringComparison.Ordinal), Cancellation);
        await world.Results.WriteAsync(features, new byte[4], WriteCondition.None, Cancellation);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync(World.Scope, Hash, Backbone, 1, Cancellation));
    }

    [Fact]
    public async Task An_early_stop_is_never_stored()
    {
        using var world = new World();
        var store = new MeasurementStore(world.Results, new Tombstones(world.Results, World.TombstoneKey));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(World.Scope, Hash, Simple(1, 2) with { Complete = false }, Cancellation));
    }

    [Fact]
    public async Task The_first_heat_map_of_a_head_stays()
    {
        using var world = new World();
        var store = new HeatMapStore(world.Results, new Tombstones(world.Results, World.TombstoneKey));
        var head = new ModelVersion("starter-1");
        Assert.Null(await store.ReadAsync(World.Scope, Hash, head, Cancellation));
        await store.WriteAsync(World.Scope, Hash, head, new byte[] { 1 }, Cancellation);
        await store.WriteAsync(World.Scope, Hash, head, new byte[] { 2 }, Cancellation);
        Assert.Equal([1], (await store.ReadAsync(World.Scope, Hash, head, Cancellation))!.Value.ToArray());
        Assert.Null(await store.ReadAsync(World.Scope, Hash, new ModelVersion("starter-2"), Cancellation));
    }

    internal static Measurement Simple(params float[] features) => new(
        MeasurementGen.Backbone, 1, null, 100, 50, new FeatureVector(features), [new HeadMeasurement(new ModelVersion("starter-1"), 0.5f, [], 2)], true);

    private static string Features(Measurement? measurement) => string.Join(' ', measurement!.Features.Values.ToArray());

    private static void Run(Func<MeasurementStore, Task> test)
    {
        using var world = new World();
        test(new MeasurementStore(world.Results, new Tombstones(world.Results, World.TombstoneKey))).GetAwaiter().GetResult();
    }
}
