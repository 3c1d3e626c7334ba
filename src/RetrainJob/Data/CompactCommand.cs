using System.CommandLine;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Shards;

namespace StayPositive.RetrainJob.Data;

/// <summary>Verb <c>compact</c>: puts measurements that are in no shard yet into Parquet shards, for refits, for rescoring, and for pandas or DuckDB.</summary>
internal static class CompactCommand
{
    private static readonly Option<string?> DataFolder = new("--data") { Description = "Folder of the installation. Default: the account of the environment variables Storage__..., else the folder 'data'." };
    private static readonly Option<string[]> Scopes = new("--scope") { Description = "Tenants (default: uploads).", DefaultValueFactory = _ => ["uploads"] };
    private static readonly Option<string?> Backbone = new("--backbone") { Description = "SHA-256 of the backbone (default: the champion's)." };

    public static Command Create()
    {
        var command = new Command("compact", "Put new measurements into Parquet shards. Can be stopped and started again. Exit codes: 0 done, 2 wrong settings, 4 model refused, 7 storage, 130 cancelled.") { DataFolder, Scopes, Backbone };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var installation = new Installation(InstallationEnvironment.FromEnvironment(parsed.GetValue(DataFolder)), TimeProvider.System);
                var backbone = parsed.GetValue(Backbone) is { } hex ? ContentHash.Parse(hex) : await ChampionsAsync(installation, cancellation);
                var shards = new ShardStore(installation.Results, installation.Tombstones) { Damaged = name => parsed.InvocationConfiguration.Error.WriteLine($"The shard {name} is damaged; it is replaced.") };
                foreach (var scope in parsed.GetRequiredValue(Scopes).Select(name => new Scope(name)))
                {
                    var report = await shards.CompactAsync(scope, backbone, Measurement.CurrentEngineVersion, cancellation);
                    await parsed.InvocationConfiguration.Output.WriteLineAsync(
                        $"{scope.Name}: {report.Added} contents into {report.Shards} shards of {report.Bytes} bytes; {report.Covered} were in shards already; {report.Removed} leftovers or damaged shards removed.");
                }

                return 0;
            }
            catch (Exception thrown) when (RetrainFault.Of(thrown, cancellation) is { } fault)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"{fault.Code}: {fault.Sentence}");
                return fault.ExitCode;
            }
        });
        return command;
    }

    private static async Task<ContentHash> ChampionsAsync(Installation installation, CancellationToken cancellation)
    {
        var champion = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation) ?? throw new ArgumentException("There is no champion; give --backbone.");
        return ContentHash.Parse((await installation.Releases.ReadAsync(champion.Target, null, cancellation)).Backbone.Sha256);
    }
}
