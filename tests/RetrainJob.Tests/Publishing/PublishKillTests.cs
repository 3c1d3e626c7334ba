using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Tests.Publishing;

/// <summary>Jobs that are killed (kill -9) while they publish and promote: 4 times here, or as often as STAYPOSITIVE_KILLS says.</summary>
public sealed class PublishKillTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_killed_job_leaves_whole_aliases_a_history_without_gaps_and_a_champion_that_loads()
    {
        var installation = new Installation(new InstallationSettings { Data = folder.Path }, TimeProvider.System);
        var first = await installation.Releases.PublishAsync(TinyModel.Package("first", 1), null, Cancellation);
        await installation.Aliases.MoveAsync(ModelAlias.Champion, null, first, "test", "begin", Cancellation);
        using var current = new CurrentModel(installation.Aliases, installation.Releases, new CurrentModelOptions { MaxAge = TimeSpan.FromSeconds(1) }, TimeProvider.System, fault => Assert.Fail($"A scanner met a fault: {fault}"));
        var random = new Random(1);
        var kills = int.TryParse(Environment.GetEnvironmentVariable("STAYPOSITIVE_KILLS"), out var asked) ? asked : 4;
        for (var kill = 0; kill < kills; kill++)
        {
            using var child = PublishChild.Start(folder.Path, kill);
            Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Cancellation));
            await Task.Delay(random.Next(5, 120), Cancellation);
            Assert.False(child.HasExited, "The child process ended early.");
            child.Kill();
            await child.WaitForExitAsync(Cancellation);
            await Registry.CheckAsync(installation, Cancellation);
            using var lease = await current.LeaseAsync(Cancellation);
        }

        var moves = await installation.Aliases.HistoryAsync(ModelAlias.Champion, Cancellation).CountAsync(Cancellation);
        var versions = await installation.Releases.ListAsync(Cancellation).CountAsync(Cancellation);
        TestContext.Current.SendDiagnosticMessage("{0} kills: {1} moves of the champion, {2} versions; the aliases whole after each, the champion loads", kills, moves, versions);
        Assert.True(moves > kills, "The children did not get to promote anything.");
    }
}
