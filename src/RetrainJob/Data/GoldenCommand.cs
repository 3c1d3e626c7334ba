using System.CommandLine;
using StayPositive.RetrainJob.Refits;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Data;

/// <summary>Verb <c>golden</c>: freezes the set of contents that judges every future head, and never trains.</summary>
internal static class GoldenCommand
{
    private static readonly Option<string?> DataFolder = new("--data") { Description = "Folder of the installation. Default: the account of the environment variables Storage__..., else the folder 'data'." };
    private static readonly Option<string[]> Scopes = new("--scope") { Description = "Tenants (default: uploads).", DefaultValueFactory = _ => ["uploads"] };
    private static readonly Option<int> Count = new("--count") { Description = "Contents of each class at most, drawn from the hold-out split.", DefaultValueFactory = _ => 200 };
    private static readonly Option<string?> From = new("--from") { Description = "A text file with the SHA-256 of each member, one a line, instead of a draw." };

    private static readonly Option<string?> Settings = new("--settings") { Description = "The refit's file of settings: its shares are drawn with, if no refit has drawn yet." };

    public static Command Create()
    {
        var command = new Command("golden", "Freeze the golden set, once and for all: it judges every head from now on, and never trains. Exit codes: 0 frozen, 2 wrong settings, 5 no content for it, 6 one is frozen already, 7 storage, 130 cancelled.")
        {
            DataFolder, Scopes, Count, From, Settings,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            try
            {
                var installation = new Installation(InstallationEnvironment.FromEnvironment(parsed.GetValue(DataFolder)), TimeProvider.System);
                var contents = await LabelReading.ReadAsync(installation.Labels, [.. parsed.GetRequiredValue(Scopes).Select(name => new Scope(name))], cancellation);
                var key = new SplitKey(installation.AuditKey);
                var chosen = parsed.GetValue(From) is { } file
                    ? Members(file, contents)
                    : await DrawAsync(installation, contents, key, RefitJobSettings.Load(parsed.GetValue(Settings)).Shares, parsed.GetValue(Count), cancellation);
                if (chosen.Length == 0)
                {
                    await error.WriteLineAsync("no-content: there is no labelled content in the hold-out split; import or review more.");
                    return RetrainExit.NotEnoughData;
                }

                if (!await new GoldenSet(installation.Models).FreezeAsync(chosen.Select(key.Name), cancellation))
                {
                    await error.WriteLineAsync("frozen-already: a golden set is frozen; it is never changed.");
                    return RetrainExit.Overtaken;
                }

                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{chosen.Length} contents are golden from now on.");
                return RetrainExit.Done;
            }
            catch (Exception thrown) when (RetrainFault.Of(thrown, cancellation) is { } fault)
            {
                await error.WriteLineAsync($"{fault.Code}: {fault.Sentence}");
                return fault.ExitCode;
            }
        });
        return command;
    }

    /// <exception cref="ArgumentException">The file cannot be read, or names what could not judge: the set is frozen for ever.</exception>
    private static string[] Members(string file, IReadOnlyList<LabelledContent> contents)
    {
        if (!File.Exists(file))
            throw new ArgumentException($"There is no file '{file}'.");
        var labelled = contents.Where(content => content.Generated is not null).Select(content => content.Hash.Hex).ToHashSet(StringComparer.Ordinal);
        string[] members = [.. File.ReadLines(file).Where(line => line.Length > 0).Select(line => ContentHash.Parse(line.Trim()).Hex)];
        return Array.Find(members, member => !labelled.Contains(member)) is { } unknown
            ? throw new ArgumentException($"{unknown} has no label that holds in these tenants, so it could not judge.")
            : members;
    }

    /// <summary>The first of each class in the order of a keyed hash, one a group; flagged contents are no fair sample of anything.</summary>
    private static async Task<string[]> DrawAsync(Installation installation, IReadOnlyList<LabelledContent> contents, SplitKey key, SplitShares shares, int count, CancellationToken cancellation)
    {
        var decided = contents.Where(content => content.Generated is not null).ToArray();
        var pictures = new Storage.Measurements.PictureHashStore(installation.Results, installation.Tombstones);
        var hashes = new List<ulong?>();
        foreach (var content in decided)
            hashes.Add(await pictures.ReadAsync(content.Scope, content.Hash, cancellation));
        var splits = await new ContentSplits(installation.Models, key, shares).DrawAsync(decided, hashes, cancellation);
        return [.. decided.Zip(splits)
            .Where(pair => pair.Second.Split == DataSplit.Holdout && pair.First.Origin != RowOrigin.Flagged)
            .DistinctBy(pair => pair.Second.Group)
            .GroupBy(pair => pair.First.Generated)
            .SelectMany(group => group.OrderBy(pair => key.Uniform("golden " + pair.First.Hash.Hex)).Take(count))
            .Select(pair => pair.First.Hash.Hex)];
    }
}
