using System.CommandLine;
using StayPositive.Cli.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Rescoring;

namespace StayPositive.Cli.Rescoring;

/// <summary>Verb <c>rescore</c>: judges past uploads by another version, from their stored measurements.</summary>
internal static class RescoreCommand
{
    private static readonly Option<string[]> Scopes = new("--scope") { Description = "Tenants (default: uploads).", DefaultValueFactory = _ => ["uploads"] };
    private static readonly Option<string?> Version = new("--version") { Description = "Judge by this version (default: the champion)." };
    private static readonly Option<bool> Apply = new("--apply") { Description = "Change states and queue rescans. Without it, nothing is written, only counted." };
    private static readonly Option<bool> Compacted = new("--compacted") { Description = "Only count decisions, from compacted shards: seconds for millions of contents." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of text." };

    public static Command Create()
    {
        var command = new Command(
            "rescore",
            """
            Judge past uploads again, by any version on the same backbone, without their images. What is certain changes the verdict (with --apply: tags and the
            message verdict.rescored); what only a scan can tell is queued for one. Reviewers' decisions stand. Can be stopped and started again.

            Examples:
              staypositive rescore --version refit-0123456789ab
              staypositive rescore --apply
              staypositive rescore --compacted --version refit-0123456789ab
            """)
        {
            Scopes, Version, Apply, Compacted, InstallationOption.Data, Json,
        };
        command.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => RunAsync(installation, parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(Installation installation, ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error, apply) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Apply));
        var target = await ModelsShow.TargetAsync(installation, parsed.GetValue(Version), cancellation);
        var package = await installation.Releases.ReadAsync(target, null, cancellation);
        if (parsed.GetValue(Compacted))
        {
            var counts = await CompactedCount.RunAsync(installation, parsed.GetRequiredValue(Scopes).Select(name => new Scope(name)), package, error, cancellation);
            new ModelsWriter(output, error, parsed.GetValue(Json)).Write(new { target.Version, compacted = counts }, text => CompactedCount.Print(text, counts, package.Version));
            return ExitCode.Done;
        }

        var rescorer = new Rescorer(installation.Results, installation.States, installation.Measurements, installation.Releases);
        var total = RescoreReport.Empty;
        try
        {
            foreach (var scope in parsed.GetRequiredValue(Scopes).Select(name => new Scope(name)))
            {
                using var progress = new ConsoleProgress(error, 0);
                total = total.Plus(await rescorer.RunAsync(scope, target, package, apply, report => progress.Note($"{scope}: {report.States} states"), cancellation));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("Cancelled; start it again to go on.");
            return ExitCode.Cancelled;
        }

        new ModelsWriter(output, error, parsed.GetValue(Json)).Write(new { target.Version, package.Policy, applied = apply, total, total.Waiting }, text => Print(text, total, target.Version, apply));
        return ExitCode.Done;
    }

    private static void Print(TextWriter output, RescoreReport report, string version, bool applied)
    {
        output.WriteLine($"{report.States} states under {version}{(applied ? "" : " (dry run: nothing was written)")}:");
        output.WriteLine($"  {report.Current} were judged by it already, {report.Kept} stay as they are, as far as the stored windows tell, {report.Unscanned} were not scanned.");
        output.WriteLine($"  {report.Changed + report.WithoutRegion} {(applied ? "changed" : "would change")} for certain, {report.Overridden} of them under a reviewer's decision, which stands.");
        foreach (var (move, count) in report.Moves)
            output.WriteLine($"    {move}: {count}");
        output.WriteLine($"  {report.Waiting} {(applied ? "wait" : "would wait")} for a scan: {report.WithoutRegion} for their region, {report.Stale} rest on windows of another head, {report.TooNear} are within rounding of a threshold, {report.Unmeasured} have no measurement under this backbone, {report.OtherPolicy} were judged by the policy of a prefix.");
    }
}
