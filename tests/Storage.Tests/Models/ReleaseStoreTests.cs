using System.Security.Cryptography;
using StayPositive.Detector.Models;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Models;

public sealed class ReleaseStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_comes_back_and_a_repeat_changes_nothing()
    {
        using var world = new ModelWorld();
        var store = new ReleaseStore(world.Models, ManifestSignatures.NotAsked);
        var package = TinyModel.Package("tiny-1", weight: 0.25f);
        var target = await store.PublishAsync(package, null, Cancellation);
        Assert.Equal(target, await store.PublishAsync(package, null, Cancellation));
        var back = await store.ReadAsync(target, null, Cancellation);
        Assert.Equal(package.Version, back.Version);
        Assert.Equal(0.25f, back.Head.Weights[0]);
        Assert.True(back.BackboneBytes.Span.SequenceEqual(package.BackboneBytes.Span));
    }

    [Fact]
    public async Task A_version_never_changes()
    {
        using var world = new ModelWorld();
        var store = new ReleaseStore(world.Models, ManifestSignatures.NotAsked);
        var target = await store.PublishAsync(TinyModel.Package("tiny-1"), null, Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.PublishAsync(TinyModel.Package("tiny-1", weight: 2), null, Cancellation));
        Assert.Equal(1f, (await store.ReadAsync(target, null, Cancellation)).Head.Weights[0]);
    }

    [Fact]
    public async Task A_kill_while_publishing_leaves_the_old_alias_whole_and_a_repeat_completes()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signatures = new ManifestSignatures([key.ExportSubjectPublicKeyInfo()]);
        var next = TinyModel.Package("tiny-2", weight: 2, gain: 3);
        var kills = 0;
        for (var steps = 0; ; steps++)
        {
            using var world = new ModelWorld();
            var old = await world.PromoteAsync(TinyModel.Package("tiny-1"), key);
            var life = new Life(steps);
            var lived = await Record.ExceptionAsync(() => PromoteAsync(new MortalStore(world.Models, life))) is not KilledException;
            var champion = (await world.Aliases.ReadAsync(ModelAlias.Champion, Cancellation))!;
            var read = await new ReleaseStore(world.Models, signatures).ReadAsync(champion.Target, null, Cancellation); // whole, whichever it is
            Assert.Equal(champion.Target.Version, read.Version.Value);
            Assert.Equal(lived, champion.Target != old);
            if (lived)
                break;

            kills++;
            await PromoteAsync(world.Models);
            champion = (await world.Aliases.ReadAsync(ModelAlias.Champion, Cancellation))!;
            Assert.Equal("tiny-2", (await new ReleaseStore(world.Models, signatures).ReadAsync(champion.Target, null, Cancellation)).Version.Value);
            Assert.Equal(["tiny-2", "tiny-1"], await world.Aliases.HistoryAsync(ModelAlias.Champion, Cancellation).Select(document => document.Target.Version).ToListAsync(Cancellation));

            async Task PromoteAsync(IObjectStore models)
            {
                var target = await new ReleaseStore(models, signatures).PublishAsync(next, key, Cancellation);
                var aliases = new AliasStore(models, world.Clock);
                await aliases.MoveAsync(ModelAlias.Champion, await aliases.ReadAsync(ModelAlias.Champion, Cancellation), target, "job", "gates passed", Cancellation);
            }
        }

        Assert.Equal(8, kills); // backbone, three files, signature, manifest, old alias, alias
    }

    [Fact]
    public async Task Only_what_a_configured_key_signed_is_believed()
    {
        using var world = new ModelWorld();
        using var ours = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var newer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var store = new ReleaseStore(world.Models, ManifestSignatures.FromPem([newer.ExportSubjectPublicKeyInfoPem(), ours.ExportSubjectPublicKeyInfoPem()]));
        var unsigned = await store.PublishAsync(TinyModel.Package("tiny-1"), null, Cancellation);
        await RefusedAsync(unsigned);
        await RefusedAsync(await store.PublishAsync(TinyModel.Package("tiny-2"), theirs, Cancellation));
        var signed = await store.PublishAsync(TinyModel.Package("tiny-3"), ours, Cancellation);
        Assert.Equal("tiny-3", (await store.ReadAsync(signed, null, Cancellation)).Version.Value);
        await store.PublishAsync(TinyModel.Package("tiny-1"), ours, Cancellation); // signed afterwards
        Assert.Equal("tiny-1", (await store.ReadAsync(unsigned, null, Cancellation)).Version.Value);

        // The signature of another version does not fit.
        var stolen = (await world.Models.ReadAsync(new ObjectKey("heads/tiny-3/manifest.sig"), Cancellation))!;
        await world.Models.WriteAsync(new ObjectKey("heads/tiny-1/manifest.sig"), stolen.Content, WriteCondition.None, Cancellation);
        await RefusedAsync(unsigned);

        async Task RefusedAsync(ModelTarget target) =>
            Assert.Equal(ModelRefusal.BadSignature, (await Assert.ThrowsAsync<ModelRefusedException>(() => store.ReadAsync(target, null, Cancellation))).Code);
    }

    [Fact]
    public void A_key_of_another_curve_is_refused_at_the_start()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => new ManifestSignatures([key.ExportSubjectPublicKeyInfo()]));
        Assert.Throws<ArgumentException>(() => new ManifestSignatures([new byte[] { 1, 2, 3 }]));
    }

    [Theory]
    [InlineData("head.json")]
    [InlineData("policy.json")]
    [InlineData("backbone.json")]
    [InlineData("manifest.json")]
    public async Task A_file_that_was_changed_or_removed_is_refused(string file)
    {
        using var world = new ModelWorld();
        var store = new ReleaseStore(world.Models, ManifestSignatures.NotAsked);
        var target = await store.PublishAsync(TinyModel.Package("tiny-1"), null, Cancellation);
        var key = new ObjectKey($"heads/tiny-1/{file}");
        var content = (await world.Models.ReadAsync(key, Cancellation))!.Content;
        await world.Models.WriteAsync(key, new byte[] { (byte)'{', (byte)'}' }, WriteCondition.None, Cancellation);
        Assert.Equal(ModelRefusal.WrongHash, (await Assert.ThrowsAsync<ModelRefusedException>(() => store.ReadAsync(target, null, Cancellation))).Code);
        await world.Models.DeleteAsync(key, null, Cancellation);
        Assert.Equal(ModelRefusal.Missing, (await Assert.ThrowsAsync<ModelRefusedException>(() => store.ReadAsync(target, null, Cancellation))).Code);
        await world.Models.WriteAsync(key, content, WriteCondition.None, Cancellation);
        await store.ReadAsync(target, null, Cancellation);
    }

    [Fact]
    public async Task A_backbone_that_was_changed_is_refused()
    {
        using var world = new ModelWorld();
        var store = new ReleaseStore(world.Models, ManifestSignatures.NotAsked);
        var package = TinyModel.Package("tiny-1");
        var target = await store.PublishAsync(package, null, Cancellation);
        await world.Models.WriteAsync(new ObjectKey($"backbones/{package.Backbone.Sha256}.onnx"), new byte[10], WriteCondition.None, Cancellation);
        Assert.Equal(ModelRefusal.WrongHash, (await Assert.ThrowsAsync<ModelRefusedException>(() => store.ReadAsync(target, null, Cancellation))).Code);
        await Assert.ThrowsAsync<ModelRefusedException>(() => store.PublishAsync(TinyModel.Package("tiny-2"), null, Cancellation));
    }
}
