using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Cli.Tests.Models;

/// <summary>A folder with an installation and two versions of the tiny model.</summary>
internal sealed class ModelsWorld : IDisposable
{
    public const string First = "tiny-1";
    public const string Second = "tiny-2";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("models-");

    private ModelsWorld() => Installation = new Installation(new InstallationSettings { Data = folder.FullName }, TimeProvider.System);

    public string Data => folder.FullName;

    public Installation Installation { get; }

    /// <summary>The first version is champion, the second the challenger.</summary>
    public static async Task<ModelsWorld> CreateAsync()
    {
        var world = new ModelsWorld();
        var package = Path.Combine(world.Data, "package");
        TinyModel.Save(package);
        var tiny = ModelPackage.Load(package);
        var first = await world.Installation.Releases.PublishAsync(tiny, null, default);
        await world.Installation.Aliases.MoveAsync(ModelAlias.Champion, null, first, "start", "the first", default);
        var second = await world.Installation.Releases.PublishAsync(tiny with { Head = new NonNegativeHead(new ModelVersion(Second), [2, 0], -0.5f) }, null, default);
        await world.Installation.Aliases.MoveAsync(ModelAlias.Challenger, null, second, "refit", "gates passed", default);
        return world;
    }

    public Task<Run> RunAsync(params string[] arguments) => Run.OfAsync(["models", .. arguments, "--data", Data]);

    public async Task<string> ChampionAsync() => (await Installation.Aliases.ReadAsync(ModelAlias.Champion, default))!.Target.Version;

    public async Task<byte[]> ReadAsync(string key) => (await Installation.Models.ReadAsync(new ObjectKey(key), default))!.Content.ToArray();

    /// <summary>Changes one bit of an object.</summary>
    /// <param name="key">Which.</param>
    /// <param name="at">Byte; null = in the middle.</param>
    public async Task FlipAsync(string key, int? at = null)
    {
        var bytes = await ReadAsync(key);
        bytes[at ?? bytes.Length / 2] ^= 1;
        await Installation.Models.WriteAsync(new ObjectKey(key), bytes, WriteCondition.None, default);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
