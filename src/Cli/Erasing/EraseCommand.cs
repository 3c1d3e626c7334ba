using System.CommandLine;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Cli.Erasing;

/// <summary>Verb <c>erase</c>: forgets a content, and on request the uploads that hold it.</summary>
internal static class EraseCommand
{
    private static readonly Argument<string> Target = new("target") { Description = "SHA-256 of a content (64 lower-case hexadecimal digits), or the name of an upload." };
    private static readonly Option<string> Container = new("--container") { Description = "Container with uploads.", DefaultValueFactory = _ => "uploads" };
    private static readonly Option<string?> Clean = new("--clean") { Description = "Container behind the gate (Scanning:CleanContainer), whose copies go, too; with --blob." };
    private static readonly Option<bool> Blob = new("--blob") { Description = "Delete the uploads that hold the content, too." };
    private static readonly Option<bool> KeepLabels = new("--keep-labels") { Description = "Keep the reviewers' decisions and masks; their keys hold the hash." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only print what would go." };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };

    public static Command Create()
    {
        var command = new Command(
            "erase",
            """
            Forget a content: measurements, features, heat maps, states, tags, notes, decisions, messages. A tombstone, which tells nothing to others, keeps it from
            being scanned again. All uploads of the container with the same content are concerned. A repeat completes what was interrupted.

            Examples:
              staypositive erase holiday/beach.jpg --dry-run
              staypositive erase 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --blob
            """)
        {
            Target, Container, Clean, Blob, KeepLabels, DryRun, Yes, InstallationOption.Data,
        };
        command.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => RunAsync(installation, parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(Installation installation, ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var plan = await ErasePlan.MakeAsync(installation, parsed.GetRequiredValue(Container), parsed.GetRequiredValue(Target), cancellation);
        var keep = parsed.GetValue(KeepLabels);
        foreach (var hash in plan.Hashes)
            Print(output, await installation.Eraser.PreviewAsync(plan.Scope, hash, keep, cancellation), "to erase");
        foreach (var upload in plan.Uploads)
            await output.WriteLineAsync($"upload {upload.Name}{(parsed.GetValue(Blob) ? ": to be deleted" : "")}");
        if (plan.Hashes.Count == 0)
            await output.WriteLineAsync("No content is known under this name.");
        if (parsed.GetValue(DryRun))
        {
            await output.WriteLineAsync("Dry run: nothing was erased.");
            return ExitCode.Done;
        }

        if (!parsed.GetValue(Yes) && !await IsConfirmedAsync(output))
        {
            await error.WriteLineAsync("Nothing was erased. Answer y, or give --yes.");
            return ExitCode.Usage;
        }

        try
        {
            return await EraseAsync(installation, plan, parsed, keep, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("Cancelled in the middle; give the same command again to complete it.");
            return ExitCode.Cancelled;
        }
    }

    private static async Task<int> EraseAsync(Installation installation, ErasePlan plan, ParseResult parsed, bool keep, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var began = TimeProvider.System.GetUtcNow();
        foreach (var hash in plan.Hashes) // first of all the tombstone, so that nothing comes back meanwhile
            Print(output, await installation.Eraser.EraseAsync(plan.Scope, hash, keep, cancellation), "erased");
        if (plan.Blob is { } blob)
            foreach (var report in await installation.Eraser.EraseBlobAsync(plan.Scope, blob, keep, cancellation))
                Print(output, report, "erased");

        var (deleted, untagged) = (0, 0);
        foreach (var upload in plan.Uploads)
        {
            if (parsed.GetValue(Blob) && await installation.Uploads.DeleteAsync(upload, cancellation))
                deleted++;
            else if (await installation.Uploads.RemoveTagsAsync(upload, cancellation) == TagOutcome.Done)
                untagged++;
        }

        var copies = parsed.GetValue(Blob) && parsed.GetValue(Clean) is { } clean ? await plan.DeleteCopiesAsync(installation, clean, cancellation) : 0;
        var (messages, missed) = await MessageErasure.DeleteAsync(installation, plan, cancellation);
        await output.WriteLineAsync($"{deleted} uploads and {copies} copies deleted, {untagged} uploads without our tags, {messages} messages deleted.");
        foreach (var sentence in missed)
            await error.WriteLineAsync(sentence);
        foreach (var sentence in await Retention.DescribeAsync(installation, plan, began, cancellation))
            await output.WriteLineAsync(sentence);
        return missed.Count == 0 ? ExitCode.Done : ExitCode.NotScanned;
    }

    private static async Task<bool> IsConfirmedAsync(TextWriter output)
    {
        await output.WriteAsync("Erase this for ever? [y/N] ");
        await output.FlushAsync();
        return (await Console.In.ReadLineAsync())?.Trim() is "y" or "Y" or "yes";
    }

    private static void Print(TextWriter output, ErasureReport report, string what)
    {
        (int Count, string Name)[] parts =
        [
            (report.States, "states"), (report.Measurements, "measurements"), (report.Features, "files of features"), (report.ShardRows, "rows of shards"), (report.HeatMaps, "heat maps"), (report.Refs, "refs"),
            (report.Markers, "markers"), (report.Pending, "pending items"), (report.Labels, "decisions"), (report.Masks, "masks"), (report.Notes, "notes"), (report.Copies, "copies of the image"), (report.Lists, "places in lists of work"),
        ];
        var there = parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Name}").ToArray();
        output.WriteLine($"content {report.Hash}: {what} {(there.Length == 0 ? "nothing" : string.Join(", ", there))}{(report.LabelsKept > 0 ? $"; {report.LabelsKept} decisions stay" : "")}");
    }
}
