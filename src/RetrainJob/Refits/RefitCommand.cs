using System.CommandLine;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Publishing;
using StayPositive.RetrainJob.Reports;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Refits;

/// <summary>Verb <c>refit</c>: from the labels of an installation to a challenger, and to a champion.</summary>
internal static class RefitCommand
{
    private const string KeyVariable = "Models__SigningKey";
    private static readonly TimeSpan PollPeriod = TimeSpan.FromSeconds(5);

    private static readonly Option<string?> DataFolder = new("--data") { Description = "Folder of the installation. Default: the account of the environment variables Storage__..., else the folder 'data'." };
    private static readonly Option<string[]> Scopes = new("--scope") { Description = "Tenants whose labels are used together (default: uploads).", DefaultValueFactory = _ => ["uploads"] };
    private static readonly Option<string?> Settings = new("--settings") { Description = "JSON file of settings; what it leaves out has its default (docs/retraining.md)." };
    private static readonly Option<string> Work = new("--work") { Description = "Folder for files that the job removes again.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "staypositive-refit") };
    private static readonly Option<string?> ReportFolder = new("--report") { Description = "Write report.json and report.html into this folder, too." };
    private static readonly Option<string> LogFormat = new("--log") { Description = "text or json (a line an event).", DefaultValueFactory = _ => "text" };
    private static readonly Option<string> Shard = new("--shard") { Description = "i/n: this replica only measures its part of the contents; start the job once more without it to fit.", DefaultValueFactory = _ => "1/1" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Fit, check and report; publish nothing." };
    private static readonly Option<bool> Promote = new("--promote-after-shadow") { Description = "Promote a challenger that has met the shadow criteria; one that has met too few uploads is left alone, and not replaced." };
    private static readonly Option<double> Wait = new("--wait-for-shadow") { Description = "With --promote-after-shadow: minutes to wait for the new challenger's criteria." };

    public static Command Create()
    {
        LogFormat.AcceptOnlyFromAmong("text", "json");
        var command = new Command(
            "refit",
            """
            Refit the head on the labels of an installation, compare it with the champion, and publish it as challenger if it passes every gate.
            Exit codes: 0 done, 2 wrong settings, 3 a gate failed, 4 model refused, 5 not enough data, 6 another job was first, 7 storage, 8 still in shadow, 130 cancelled.
            """)
        {
            DataFolder, Scopes, Settings, Work, ReportFolder, LogFormat, Shard, DryRun, Promote, Wait,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var log = new JobLog(parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(LogFormat) == "json", TimeProvider.System);
        try
        {
            return await WorkAsync(parsed, log, cancellation);
        }
        catch (Exception thrown) when (RetrainFault.Of(thrown, cancellation) is { } fault)
        {
            log.Write(fault.Code, fault.Sentence, ("exitCode", fault.ExitCode));
            return fault.ExitCode;
        }
    }

    private static async Task<int> WorkAsync(ParseResult parsed, JobLog log, CancellationToken cancellation)
    {
        var settings = RefitJobSettings.Load(parsed.GetValue(Settings));
        var places = InstallationEnvironment.FromEnvironment(parsed.GetValue(DataFolder));
        if (!places.IsAzure && !Directory.Exists(places.Data))
            throw new ArgumentException($"There is no installation in '{places.Data}'.");
        var installation = new Installation(places, TimeProvider.System);
        using var signer = ManifestSignatures.SignerOf(Environment.GetEnvironmentVariable(KeyVariable));
        var shadow = new ShadowPromotion(installation, settings.Shadow, log);
        var promotes = parsed.GetValue(Promote);
        var waiting = promotes ? await shadow.TryAsync(cancellation) : ShadowOutcome.NoChallenger;
        if (waiting is ShadowOutcome.NotYet or ShadowOutcome.Overtaken)
            return waiting == ShadowOutcome.NotYet ? RetrainExit.StillInShadow : RetrainExit.Overtaken;

        var options = new RefitOptions([.. parsed.GetRequiredValue(Scopes).Select(name => new Scope(name))], parsed.GetRequiredValue(Work), JobShard.Parse(parsed.GetRequiredValue(Shard)), parsed.GetValue(DryRun));
        var (code, report) = await new RefitJob(installation, settings, options, new Publisher(installation, signer), TimeProvider.System, log).RunAsync(cancellation);
        if (report is not null && parsed.GetValue(ReportFolder) is { } folder)
            Save(report, folder);
        if (code != RetrainExit.Done || !promotes || report is null || options.IsDryRun)
            return code;
        for (var left = TimeSpan.FromMinutes(parsed.GetValue(Wait)); ; left -= PollPeriod)
        {
            var outcome = await shadow.TryAsync(cancellation);
            if (outcome == ShadowOutcome.Promoted)
                return RetrainExit.Done;
            if (outcome == ShadowOutcome.Overtaken)
                return RetrainExit.Overtaken;
            if (outcome == ShadowOutcome.Failed || left <= TimeSpan.Zero)
                return RetrainExit.StillInShadow;
            await Task.Delay(PollPeriod, cancellation);
        }
    }

    private static void Save(RefitReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "report.json"), ReportJson.Write(report));
        File.WriteAllBytes(Path.Combine(folder, "report.html"), ReportHtml.Write(report));
    }
}
