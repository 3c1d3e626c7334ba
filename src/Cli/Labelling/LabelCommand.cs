using System.CommandLine;
using System.Text.RegularExpressions;
using StayPositive.Cli.Models;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;

namespace StayPositive.Cli.Labelling;

/// <summary>Verb <c>label import</c>: labels from a table or from folders into the review store.</summary>
internal static class LabelCommand
{
    private static readonly Argument<string> Source = new("source") { Description = "A CSV or JSONL file, or a folder with real/, fake/ and inpainted/." };
    private static readonly Option<string> Scope = new("--scope") { Description = "Tenant: the upload container.", DefaultValueFactory = _ => "uploads" };
    private static readonly Option<string?> Name = new("--name") { Description = "Name of the import in labels and reports (default: the file's or folder's)." };
    private static readonly Option<string> Who = new("--who") { Description = "Who labelled, where rows do not say.", DefaultValueFactory = _ => Environment.UserName };
    private static readonly Option<double?> Probability = new("--audit-probability")
    {
        Description = "The images were drawn at random from the traffic, each with this probability, in (0, 1]: rates are estimated from them. Without it they train and stand in slices.",
    };

    private static readonly Option<Regex?> SourcePattern = RegexOption.Create("--source-pattern", "Regular expression on file stems of folders; images whose first group is the same are kept together in splits (default: same stem).");
    private static readonly Option<bool> MaskBlack = new("--mask-black") { Description = "Black = generated in the masks." };
    private static readonly Option<bool> Copy = new("--copy") { Description = "Keep copies of the images in the review store, to measure them again under another backbone." };
    private static readonly Option<bool> LabelsOnly = new("--labels-only") { Description = "Measure nothing: the refit measures what is an upload or a copy." };
    private static readonly Option<string?> Model = new("--model") { Description = "Model package folder to measure with (default: the champion, else the starter model)." };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Images at the same time, 1..64.", DefaultValueFactory = _ => 2 };

    public static Command Create()
    {
        Parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
                result.AddError("--parallel must be in 1..64.");
        });
        Probability.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } probability and not (> 0 and <= 1))
                result.AddError($"--audit-probability is {probability}; it must be in (0, 1].");
        });
        var import = new Command(
            "import",
            """
            Put labels of a table or of folders into the review store, and measure their images. Images are not uploaded. Everything is checked before
            anything is written; a repeat changes nothing. Formats and errors: docs/labels.md.

            Examples:
              staypositive label import labels.csv --data data
              staypositive label import collection --data data --name faces-2026

            Exit codes: 0 done, 2 errors in the source (nothing was imported), 3 done, but some images cannot be scanned, 4 model refused,
            7 storage cannot be used, 8 done, and labels contradict each other (the newest wins), 130 cancelled (a repeat goes on).
            """)
        {
            Source, Scope, Name, Who, Probability, SourcePattern, MaskBlack, Copy, LabelsOnly, Model, Parallel, InstallationOption.Data,
        };
        import.SetAction((parsed, cancellation) => InstallationOption.RunAsync(parsed, installation => ImportAsync(installation, parsed, cancellation)));
        return new Command("label", "Labels from outside.") { import };
    }

    private static async Task<int> ImportAsync(Installation installation, ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var source = parsed.GetRequiredValue(Source);
            var options = new ImportOptions
            {
                Scope = new Scope(parsed.GetRequiredValue(Scope)),
                Name = parsed.GetValue(Name) ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))),
                Who = parsed.GetRequiredValue(Who),
                Probability = parsed.GetValue(Probability),
                Copy = parsed.GetValue(Copy),
                Parallel = parsed.GetValue(Parallel),
            };
            var rows = Read(source, parsed.GetValue(SourcePattern));
            var package = await PackageAsync(installation, parsed.GetValue(Model), cancellation);
            var prepared = await new ImportPreparation(installation, options.Scope, package.Policy.Limits, parsed.GetValue(MaskBlack), TimeProvider.System).PrepareAsync(rows, cancellation);
            using var scanner = parsed.GetValue(LabelsOnly) ? null : new ImageScanner(package);
            ImportReport report;
            using (var progress = new ConsoleProgress(error, prepared.DistinctBy(row => row.Hash).Count()))
                report = await new Importer(installation, scanner, options, TimeProvider.System).RunAsync(prepared, progress.Advance, cancellation);
            ImportPrinter.Print(report, output);
            return report.NotScanned.Count > 0 ? ExitCode.NotScanned : report.Conflicts.Count > 0 ? ExitCode.Contradictions : ExitCode.Done;
        }
        catch (ImportRefusedException refused)
        {
            ImportPrinter.Print(refused, error);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("Cancelled; what was imported stays, and a repeat goes on.");
            return ExitCode.Cancelled;
        }
    }

    private static IReadOnlyList<ImportRow> Read(string source, Regex? sourcePattern) =>
        Directory.Exists(source) ? ImportFolder.Read(source, sourcePattern)
        : File.Exists(source) ? ImportTable.Read(source)
        : throw new ImportRefusedException([new ImportError(0, "source-missing", $"There is no file or folder '{source}'.")]);

    private static async Task<ModelPackage> PackageAsync(Installation installation, string? folder, CancellationToken cancellation)
    {
        if (folder is null && (await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation))?.Target is { } champion)
            return await installation.Releases.ReadAsync(champion, null, cancellation);
        return ModelPackage.Load(folder ?? ModelLocator.Default());
    }
}
