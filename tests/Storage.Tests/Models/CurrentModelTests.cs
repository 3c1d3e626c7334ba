using System.Security.Cryptography;
using StayPositive.Detector.Models;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Models;

public sealed class CurrentModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_version_is_seen_when_the_last_look_is_old_and_not_before()
    {
        using var world = new ModelWorld();
        using var current = world.Current();
        await world.PromoteAsync(TinyModel.Package("tiny-1", weight: 1));
        Assert.Equal(1f, await LogitAsync(current), 1e-5);
        var second = await world.PromoteAsync(TinyModel.Package("tiny-2", weight: 2));
        Assert.Equal(1f, await LogitAsync(current), 1e-5);
        world.LetTimePass();
        Assert.Equal(2f, await LogitAsync(current), 1e-5);
        Assert.Equal(new ModelHealth(second, world.Clock.GetUtcNow(), world.Clock.GetUtcNow(), null, null) { Provider = Assert.Single(world.Chosen) }, current.Health);
        Assert.Empty(world.Reported);
    }

    [Fact]
    public async Task A_new_head_takes_over_the_session()
    {
        using var world = new ModelWorld();
        using var current = world.Current();
        await world.PromoteAsync(TinyModel.Package("tiny-1"));
        using var old = await current.LeaseAsync(Cancellation);
        await world.PromoteAsync(TinyModel.Package("tiny-2", weight: 2));
        world.LetTimePass();
        using var renewed = await current.LeaseAsync(Cancellation);
        Assert.Same(old.Backbone, renewed.Backbone);
        Assert.True(old.Package.BackboneBytes.Equals(renewed.Package.BackboneBytes)); // the same memory, not the same bytes twice
        await world.PromoteAsync(TinyModel.Package("tiny-3", gain: 2));
        world.LetTimePass();
        using var other = await current.LeaseAsync(Cancellation);
        Assert.NotSame(old.Backbone, other.Backbone);
        Assert.Equal(2, world.Chosen.Count); // one a session
        Assert.Equal(world.Chosen[^1], current.Health.Provider);
    }

    [Fact]
    public async Task An_old_session_goes_with_its_last_lease()
    {
        using var world = new ModelWorld();
        var current = world.Current();
        await world.PromoteAsync(TinyModel.Package("tiny-1", gain: 1));
        var lease = await current.LeaseAsync(Cancellation);
        await world.PromoteAsync(TinyModel.Package("tiny-2", gain: 2));
        world.LetTimePass();
        var next = await current.LeaseAsync(Cancellation);
        Assert.False(lease.Backbone.IsFree);
        Assert.Equal(1f, Logit(lease), 1e-5);
        lease.Dispose();
        lease.Dispose();
        Assert.True(lease.Backbone.IsFree);
        next.Dispose();
        Assert.False(next.Backbone.IsFree);
        current.Dispose();
        current.Dispose();
        Assert.True(next.Backbone.IsFree);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => current.LeaseAsync(Cancellation));
    }

    [Fact]
    public async Task Any_fault_keeps_the_last_good_model_shows_in_health_and_is_reported_once()
    {
        using var world = new ModelWorld();
        using var current = world.Current();
        var good = await world.PromoteAsync(TinyModel.Package("tiny-1"));
        Assert.Equal(1f, await LogitAsync(current), 1e-5);
        await world.PromoteAsync(TinyModel.Package("tiny-2", weight: 2));
        var head = new ObjectKey("heads/tiny-2/head.json");
        var content = (await world.Models.ReadAsync(head, Cancellation))!.Content;
        await world.Models.WriteAsync(head, "{}"u8.ToArray(), WriteCondition.None, Cancellation);
        var since = DateTimeOffset.MinValue;
        for (var look = 0; look < 3; look++)
        {
            world.LetTimePass();
            since = look == 0 ? world.Clock.GetUtcNow() : since;
            Assert.Equal(1f, await LogitAsync(current), 1e-5);
            Assert.Equal((good, since), (current.Health.Target, current.Health.FaultSince));
            Assert.Contains("head.json of tiny-2", current.Health.Fault, StringComparison.Ordinal);
        }

        Assert.Equal(ModelRefusal.WrongHash, Assert.IsType<ModelRefusedException>(Assert.Single(world.Reported)).Code);
        await world.Models.DeleteAsync(head, null, Cancellation);
        world.LetTimePass();
        Assert.Equal(1f, await LogitAsync(current), 1e-5);
        Assert.Equal(2, world.Reported.Count); // another fault

        await world.Models.WriteAsync(head, content, WriteCondition.None, Cancellation);
        world.LetTimePass();
        Assert.Equal(2f, await LogitAsync(current), 1e-5);
        Assert.Null(current.Health.Fault);
        Assert.Equal(2, world.Reported.Count);
    }

    [Fact]
    public async Task Without_a_model_a_scan_is_told_why_and_the_first_one_is_taken_soon()
    {
        using var world = new ModelWorld();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var current = world.Current(new ManifestSignatures([key.ExportSubjectPublicKeyInfo()]));
        Assert.Contains("points to nothing", (await Assert.ThrowsAsync<ModelUnavailableException>(() => current.LeaseAsync(Cancellation))).Message, StringComparison.Ordinal);
        await world.PromoteAsync(TinyModel.Package("tiny-1"));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("not signed", (await Assert.ThrowsAsync<ModelUnavailableException>(() => current.LeaseAsync(Cancellation))).Message, StringComparison.Ordinal);
        await world.PromoteAsync(TinyModel.Package("tiny-2", weight: 2), key);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2f, await LogitAsync(current), 1e-5);
    }

    /// <summary>Ending in an <see cref="ObjectDisposedException"/>, a wrong score or a crash of the process.</summary>
    [Fact]
    public async Task No_scan_fails_while_versions_are_published_under_load()
    {
        using var world = new ModelWorld();
        using var current = world.Current();
        var logits = new Dictionary<string, float>();
        await PromoteAsync(0);
        using var stop = new CancellationTokenSource();
        var seen = Enumerable.Range(0, 4).Select(_ => Task.Run(ScanAsync, Cancellation)).ToArray();
        for (var n = 1; n <= 24; n++)
        {
            var target = await PromoteAsync(n);
            world.LetTimePass();
            while (current.Health.Target != target && !seen.Any(scanner => scanner.IsCompleted))
                await Task.Delay(1, Cancellation);
        }

        await stop.CancelAsync();
        var scans = (await Task.WhenAll(seen)).SelectMany(some => some).ToArray();
        Assert.Empty(world.Reported);
        Assert.All(scans, scan => Assert.Equal(logits[scan.Version], scan.Logit, 0.01));
        Assert.InRange(scans.Select(scan => scan.Version).Distinct().Count(), 20, 25);

        async Task<ModelTarget> PromoteAsync(int n)
        {
            var (weight, gain) = (1 + n, 1 + n / 2); // every second one has another backbone
            logits[$"tiny-{n}"] = weight * gain;
            return await world.PromoteAsync(TinyModel.Package($"tiny-{n}", weight, gain));
        }

        async Task<List<(string Version, float Logit)>> ScanAsync()
        {
            var some = new List<(string, float)>();
            while (!stop.IsCancellationRequested)
            {
                using var lease = await current.LeaseAsync(Cancellation);
                some.Add((lease.Target.Version, Logit(lease)));
            }

            return some;
        }
    }

    private static async Task<float> LogitAsync(CurrentModel current)
    {
        using var lease = await current.LeaseAsync(Cancellation);
        return Logit(lease);
    }

    private static float Logit(ModelLease lease)
    {
        using var image = TinyModel.White();
        return lease.Scanner.Scan(image, cancellation: Cancellation).Verdict.Logit;
    }
}
