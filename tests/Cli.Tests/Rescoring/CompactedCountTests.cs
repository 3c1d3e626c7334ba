using StayPositive.Cli.Tests.Evaluating;
using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Shards;

namespace StayPositive.Cli.Tests.Rescoring;

public sealed class CompactedCountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_are_counted_from_shards_alone()
    {
        using var folder = new PictureFolder();
        Directory.CreateDirectory(folder.Path("data"));
        TinyModel.Save(folder.Path("model"));
        string[] data = ["--data", folder.Path("data")];
        Assert.Equal(ExitCode.Done, (await Run.OfAsync(["models", "publish", folder.Path("model"), "--champion", "--why", "first", .. data])).ExitCode);
        folder.Picture("set/real/a.png", 1, int.MaxValue);
        folder.Picture("set/fake/b.png", 2, 0);
        folder.Picture("set/fake/c.png", 3, 0);
        var import = await Run.OfAsync(["label", "import", folder.Path("set"), .. data]);
        Assert.Equal((ExitCode.Done, ""), (import.ExitCode, import.Error));

        var none = await Run.OfAsync(["rescore", "--compacted", .. data]);
        Assert.StartsWith("0 compacted contents under tiny-1", none.Output, StringComparison.Ordinal);
        var installation = new Installation(new InstallationSettings { Data = folder.Path("data") }, TimeProvider.System);
        var backbone = ContentHash.Parse(ModelPackage.Load(folder.Path("model")).Backbone.Sha256);
        await new ShardStore(installation.Results, installation.Tombstones).CompactAsync(new Scope("uploads"), backbone, 1, Cancellation);

        var run = await Run.OfAsync(["rescore", "--compacted", "--json", .. data]);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        var counts = run.Json.GetProperty("compacted");
        Assert.Equal((1, 2), (counts.GetProperty("NoFindings").GetInt32(), counts.GetProperty("AiGenerated").GetInt32()));
    }
}
