using StayPositive.Cli.Tests.Evaluating;
using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;

namespace StayPositive.Cli.Tests.Labelling;

/// <summary><c>label import</c> as a process that is told to stop.</summary>
public sealed class ImportSignalTests
{
    private const int Pictures = 150;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_import_that_is_told_to_stop_exits_with_130_keeps_whole_labels_and_a_repeat_goes_on(string signal)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new PictureFolder();
        Directory.CreateDirectory(folder.Path("data/uploads"));
        TinyModel.Save(folder.Path("model"));
        for (var n = 0; n < Pictures; n++)
            folder.Picture($"set/{(n % 2 == 0 ? "real" : "fake")}/{n}.png", n, n % 2 == 0 ? int.MaxValue : 0);
        string[] import = ["label", "import", folder.Path("set"), "--data", folder.Path("data"), "--model", folder.Path("model"), "--parallel", "2"];

        var installation = new Installation(new InstallationSettings { Data = folder.Path("data") }, TimeProvider.System);
        var (scope, backbone) = (new Scope("uploads"), ContentHash.Parse(ModelPackage.Load(folder.Path("model")).Backbone.Sha256));
        using var process = new CliProcess(import);
        var stopped = await process.InterruptAsync(signal, async () => await installation.Labels.ListAsync(scope, cancellation).AnyAsync(cancellation), cancellation);
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("Cancelled; what was imported stays, and a repeat goes on.", stopped.Error, StringComparison.Ordinal);

        // Every label has its measurement.
        var labelled = await installation.Labels.ListAsync(scope, cancellation).ToListAsync(cancellation);
        Assert.InRange(labelled.Count, 1, Pictures - 1);
        foreach (var hash in labelled)
            Assert.NotNull(await installation.Measurements.ReadAsync(scope, hash, backbone, 1, cancellation));

        var again = await Run.OfAsync(import);
        Assert.Equal((ExitCode.Done, true), (again.ExitCode, again.Output.Contains($"{Pictures - labelled.Count} labels added, {labelled.Count} were there", StringComparison.Ordinal)));
    }
}
