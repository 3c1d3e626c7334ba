using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.Cli.Models;

/// <summary>Verb <c>models verify</c>: every fault is told, not only the first.</summary>
internal static class ModelsVerify
{
    public static async Task<int> RunAsync(Installation installation, string? version, bool all, ModelsWriter writer, CancellationToken cancellation)
    {
        var checks = new List<Check>();
        var targets = new List<ModelTarget>();
        if (all)
        {
            await foreach (var name in installation.Releases.ListAsync(cancellation))
                if (await installation.Releases.FindAsync(name, cancellation) is { } target)
                    targets.Add(target);
        }
        else
        {
            targets.Add(await ModelsShow.TargetAsync(installation, version, cancellation));
        }

        foreach (var target in targets)
            checks.Add(await CheckAsync(target.Version, async () =>
            {
                _ = await installation.Releases.ReadAsync(target, null, cancellation);
                return "signature (where keys are configured), hashes, operators, finite weights >= 0, thresholds and policy are in order";
            }));
        foreach (var alias in Enum.GetValues<ModelAlias>())
            checks.Add(await CheckAsync($"alias {alias}", () => AliasAsync(installation, alias, cancellation)));

        writer.Write(checks, output =>
        {
            foreach (var check in checks)
                output.WriteLine($"{(check.Passed ? "ok     " : "REFUSED")} {check.Subject}: {check.Sentence}.");
        });
        return checks.TrueForAll(check => check.Passed) ? ExitCode.Done : ExitCode.ModelRefused;
    }

    private static async Task<string> AliasAsync(Installation installation, ModelAlias alias, CancellationToken cancellation)
    {
        var history = await installation.Aliases.HistoryAsync(alias, cancellation).ToListAsync(cancellation);
        for (var n = 0; n + 1 < history.Count; n++)
            if (history[n].Previous != history[n + 1].Target || history[n].Number != history[n + 1].Number + 1)
                throw new InvalidDataException($"move {history[n].Number} does not follow from move {history[n + 1].Number}");
        if (history.Count == 0)
            return "it was never moved";
        _ = await installation.Releases.ReadAsync(history[0].Target, null, cancellation);
        return $"it points to {history[0].Target.Version}, which loads; its history of {history.Count} is without gaps";
    }

    private static async Task<Check> CheckAsync(string subject, Func<Task<string>> check)
    {
        try
        {
            return new Check(subject, true, await check());
        }
        catch (ModelRefusedException refused)
        {
            return new Check(subject, false, $"{refused.Code}: {refused.Message.TrimEnd('.')}");
        }
        catch (InvalidDataException damaged)
        {
            return new Check(subject, false, damaged.Message.TrimEnd('.'));
        }
    }

    /// <summary>What was looked at, and how it stands.</summary>
    private sealed record Check(string Subject, bool Passed, string Sentence);
}
