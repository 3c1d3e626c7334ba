using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.Cli.Models;

/// <summary>Verbs <c>models promote</c> and <c>models rollback</c>: the champion is moved by compare-and-swap, and only to a version that loads.</summary>
internal static class ModelsMove
{
    public static async Task<int> PromoteAsync(Installation installation, string? version, MoveOptions options, ModelsWriter writer, CancellationToken cancellation)
    {
        var seen = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        var target = version is null
            ? (await installation.Aliases.ReadAsync(ModelAlias.Challenger, cancellation))?.Target
            : await installation.Releases.FindAsync(version, cancellation);
        if (target is null)
            return writer.Refuse(ExitCode.ModelRefused, version is null ? "There is no challenger; give a version." : $"There is no version {version}; see 'models list'.");
        return await MoveAsync(installation, seen, target, options, writer, cancellation);
    }

    public static async Task<int> RollbackAsync(Installation installation, MoveOptions options, ModelsWriter writer, CancellationToken cancellation)
    {
        var seen = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        return seen?.Previous is { } previous
            ? await MoveAsync(installation, seen, previous, options with { Why = $"rollback: {options.Why}" }, writer, cancellation)
            : writer.Refuse(ExitCode.ModelRefused, "The champion was never moved, so there is nothing to roll back to.");
    }

    /// <summary>Moves the champion, if it is still what was seen.</summary>
    public static async Task<int> MoveAsync(Installation installation, AliasDocument? seen, ModelTarget target, MoveOptions options, ModelsWriter writer, CancellationToken cancellation)
    {
        if (options.Expect is { } expected && seen?.Target.Version != expected)
            return writer.Refuse(ExitCode.Overtaken, $"The champion is {seen?.Target.Version ?? "none"}, not {expected}; nothing was changed.");
        if (seen?.Target == target)
            return writer.Refuse(ExitCode.Usage, $"{target.Version} is the champion already; nothing was changed.");
        _ = await installation.Releases.ReadAsync(target, null, cancellation); // what does not load is not made champion
        if (await installation.Aliases.MoveAsync(ModelAlias.Champion, seen, target, options.Who, options.Why, cancellation) is not { } moved)
            return writer.Refuse(ExitCode.Overtaken, "Another process moved the champion first; nothing was changed. Look at 'models list', and decide again.");
        writer.Write(moved, output => output.WriteLine($"The champion is {moved.Target.Version} (before: {moved.Previous?.Version ?? "none"}), by {moved.Who}: {moved.Why}. Scanners take it over when they next look."));
        return ExitCode.Done;
    }
}
