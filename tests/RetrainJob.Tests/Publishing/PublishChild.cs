using System.Diagnostics;
using StayPositive.RetrainJob.Publishing;
using StayPositive.RetrainJob.Tests.Reports;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Tests.Publishing;

/// <summary>A second process that publishes and promotes until it is killed: the test program itself, with other arguments.</summary>
internal static class PublishChild
{
    /// <summary>First argument of a child; then folder and number.</summary>
    public const string Argument = "publish-child";

    private static readonly CancellationToken Cancellation = CancellationToken.None; // it is killed

    public static Process Start(string folder, int number) =>
        Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(PublishChild).Assembly.GetName().Name!), [Argument, folder, $"{number}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Publishes a challenger, promotes it, rolls back, and so on. Says so after the first round, when everything is compiled and each write is as likely to be the last one.</summary>
    public static async Task RunAsync(string folder, int number)
    {
        var installation = new Installation(new InstallationSettings { Data = folder }, TimeProvider.System);
        var publisher = new Publisher(installation, null);
        var report = SampleReport.Of("refit-warm");
        for (var n = 0; ; n++)
        {
            var champion = (await installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation))!;
            var challenger = await installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation);
            var version = $"refit-{number}-{n}";
            var moved = await publisher.PublishAsync(TinyModel.Package(version, 1 + number + n / 1000f), report with { Version = version }, champion, challenger, Cancellation);
            var promoted = await installation.Aliases.MoveAsync(ModelAlias.Champion, champion, moved!.Target, "child", "promotion", Cancellation);
            await installation.Aliases.MoveAsync(ModelAlias.Champion, promoted, promoted!.Previous!, "child", "rollback", Cancellation);
            if (n == 0)
                await Console.Out.WriteLineAsync("ready");
        }
    }
}
