using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Models;

/// <summary>A container of models, a clock, and what was reported.</summary>
internal sealed class ModelWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ModelWorld() => Models = new FolderObjectStore(folder.Path, TimeProvider.System);

    public IObjectStore Models { get; }

    public ManualClock Clock { get; } = new();

    public List<Exception> Reported { get; } = [];

    public List<ProviderChoice> Chosen { get; } = [];

    public AliasStore Aliases => new(Models, Clock);

    public CurrentModel Current(ManifestSignatures? signatures = null) => new(
        Aliases, new ReleaseStore(Models, signatures ?? ManifestSignatures.NotAsked), new CurrentModelOptions { Backbone = new BackboneOptions { Threads = 1, TileCells = 32 } }, Clock, Reported.Add, Chosen.Add);

    /// <summary>Publishes and makes it the champion.</summary>
    public async Task<ModelTarget> PromoteAsync(ModelPackage package, System.Security.Cryptography.ECDsa? signer = null)
    {
        var target = await new ReleaseStore(Models, ManifestSignatures.NotAsked).PublishAsync(package, signer, default);
        Assert.NotNull(await Aliases.MoveAsync(ModelAlias.Champion, await Aliases.ReadAsync(ModelAlias.Champion, default), target, "test", "promotion", default));
        return target;
    }

    public void LetTimePass() => Clock.Advance(TimeSpan.FromSeconds(31));

    public void Dispose() => folder.Dispose();
}
