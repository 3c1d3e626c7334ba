using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.Cli.Models;

/// <summary>Verb <c>models list</c>.</summary>
internal static class ModelsList
{
    public static async Task<int> RunAsync(Installation installation, ModelsWriter writer, CancellationToken cancellation)
    {
        var champion = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        var challenger = await installation.Aliases.ReadAsync(ModelAlias.Challenger, cancellation);
        var targets = new List<ModelTarget>();
        await foreach (var version in installation.Releases.ListAsync(cancellation))
            if (await installation.Releases.FindAsync(version, cancellation) is { } target)
                targets.Add(target);
        var rows = targets.Select(target => (Target: target, Aliases: string.Join(", ", Aliases(target)))).ToArray();
        writer.Write(
            new { champion, challenger, versions = rows.Select(row => new { row.Target.Version, row.Target.Manifest, aliases = Aliases(row.Target) }) },
            output =>
            {
                ModelsWriter.Table(output, ["version", "manifest", "aliases"], rows.Select(row => new[] { row.Target.Version, row.Target.Manifest[..12], row.Aliases }));
                foreach (var (name, alias) in new[] { ("champion", champion), ("challenger", challenger) })
                    output.WriteLine(alias is null ? $"{name}: none" : $"{name}: {alias.Target.Version} since {alias.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {alias.Who}: {alias.Why}");
            });
        return ExitCode.Done;

        IEnumerable<string> Aliases(ModelTarget target)
        {
            if (champion?.Target == target)
                yield return "champion";
            if (challenger?.Target == target)
                yield return "challenger";
        }
    }
}
