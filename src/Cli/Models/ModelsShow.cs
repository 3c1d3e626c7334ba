using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.Cli.Models;

/// <summary>Verb <c>models show</c>.</summary>
internal static class ModelsShow
{
    public static async Task<int> RunAsync(Installation installation, string? version, ModelsWriter writer, CancellationToken cancellation)
    {
        var target = await TargetAsync(installation, version, cancellation);
        var package = await installation.Releases.ReadAsync(target, null, cancellation);
        var history = await installation.Aliases.HistoryAsync(ModelAlias.Champion, cancellation).ToListAsync(cancellation);
        writer.Write(
            new
            {
                target.Version,
                target.Manifest,
                backbone = package.Backbone.Sha256,
                package.Backbone.Channels,
                weightsAboveZero = NonZeros(package),
                package.Head.Bias,
                package.Calibration,
                package.Policy,
                championHistory = history,
            },
            output =>
            {
                ModelCommand.Show(package, $"manifest {target.Manifest}", output);
                output.WriteLine();
                output.WriteLine("Moves of the champion, the newest first:");
                ModelsWriter.Table(
                    output, ["number", "version", "before", "when (UTC)", "who", "why"],
                    history.Select(move => new[] { $"{move.Number}", move.Target.Version, move.Previous?.Version ?? "-", $"{move.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}", move.Who, move.Why }));
            });
        return ExitCode.Done;
    }

    /// <summary>A version by name, else the champion.</summary>
    /// <exception cref="ModelRefusedException">There is none.</exception>
    public static async Task<ModelTarget> TargetAsync(Installation installation, string? version, CancellationToken cancellation)
    {
        if (version is not null)
            return await installation.Releases.FindAsync(version, cancellation) ?? throw new ModelRefusedException(ModelRefusal.Missing, $"There is no version {version}; see 'models list'.");
        return (await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation))?.Target
            ?? throw new ModelRefusedException(ModelRefusal.Missing, "There is no champion yet; start the app once, or promote a version.");
    }

    private static int NonZeros(ModelPackage package)
    {
        var count = 0;
        foreach (var weight in package.Head.Weights)
            count += weight > 0 ? 1 : 0;
        return count;
    }
}
