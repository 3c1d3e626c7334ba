using System.CommandLine;
using StayPositive.Cli.Inputs;
using StayPositive.Cli.Models;
using StayPositive.Cli.Reports;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>Verb <c>scan</c>.</summary>
internal static class ScanCommand
{
    private static readonly Argument<string[]> Paths = new("path") { Description = "Files, folders, globs, or - for standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };
    private static readonly Option<bool> JsonLines = new("--jsonl") { Description = "Print one JSON object a line, as soon as it is known." };
    private static readonly Option<string?> HeatmapFolder = new("--heatmaps") { Description = "Write an upright evidence overlay (PNG) of every image into this folder." };
    private static readonly Option<string?> Report = new("--report") { Description = "Write a self-contained HTML report with pictures into this file." };
    private static readonly Option<string?> Model = new("--model") { Description = "Model package folder (default: the starter model)." };
    private static readonly Option<bool> EarlyStop = new("--early-stop") { Description = "Stop an image when the evidence so far proves that it passes; no region then." };
    private static readonly Option<bool?> SecondLook = new("--second-look") { Description = "Re-encode borderline images and call them uncertain when the decisions disagree: true or false (default: the policy's)." };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Images at the same time, 1..64.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of one scan, 0..256; 0 = all cores.", DefaultValueFactory = _ => 0 };
    private static readonly Option<ExecutionProvider?> Provider = new("--provider") { Description = "What computes the network: Auto, Cpu, DirectML or Cuda (default: Auto); says on standard error what was taken, and why nothing better." };
    private static readonly Option<int> Device = new("--device") { Description = "Graphics card, from 0 on.", DefaultValueFactory = _ => 0 };
    private static readonly Option<bool> RequireProvider = new("--require-provider") { Description = "Fail instead of falling back to the CPU; needs --provider." };
    private static readonly Option<double?> Prevalence = new("--prevalence") { Description = "Assumed share of generated images, in (0, 1) (default: the policy's)." };
    private static readonly Option<double?> Rate = new("--fpr") { Description = "False-positive rate of a finding; one that the model has thresholds for (default: the policy's)." };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "flagged: exit with 1 if anything is AiGenerated or Inpainted." };

    public static Command Create()
    {
        FailOn.AcceptOnlyFromAmong("flagged");
        Within(Parallel, 1, 64);
        Within(Threads, 0, 256);
        Within(Device, 0, 64);
        var command = new Command(
            "scan",
            """
            Scan images for traces of generation and of inpainting. JPEG, PNG, WebP, GIF, TIFF, BMP and AVIF.

            Examples:
              staypositive scan samples
              staypositive scan photo.jpg 'uploads/**/*.png' --heatmaps maps
              cat photo.jpg | staypositive scan - --json
              staypositive scan uploads --report report.html
              staypositive scan uploads --jsonl --parallel 2 --fail-on flagged

            Exit codes: 0 done, 1 flagged (with --fail-on flagged), 2 wrong command line, 3 some inputs not scanned, 4 model refused,
            5 output could not be written, 130 cancelled.
            """)
        {
            Paths, Json, JsonLines, HeatmapFolder, Report, Model, EarlyStop, SecondLook, Parallel, Threads, Provider, Device, RequireProvider, Prevalence, Rate, FailOn,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Json) && result.GetValue(JsonLines))
                result.AddError("--json and --jsonl exclude each other.");
            if (result.GetValue(Paths)?.Count(path => path == Input.StandardInput) > 1)
                result.AddError("-: standard input can be given once.");
            if (result.GetValue(Paths)?.FirstOrDefault(path => path.Length > 1 && path[0] == '-' && !File.Exists(path)) is { } unknown)
                result.AddError($"{unknown} is no option of scan; see staypositive scan --help. A file of that name is given as ./{unknown}.");
            if (result.GetValue(RequireProvider) && result.GetValue(Provider) is null or ExecutionProvider.Auto)
                result.AddError("--require-provider needs --provider Cpu, DirectML or Cuda.");
            if (result.GetValue(Prevalence) is { } prevalence && prevalence is not (> 0 and < 1))
                result.AddError($"--prevalence is {prevalence}; it must be between 0 and 1.");
        });
        command.SetAction((parsed, cancellation) => RunAsync(SettingsOf(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ScanSettings settings, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        ModelPackage package;
        Policy policy;
        try
        {
            package = ModelPackage.Load(settings.Model);
            policy = PolicyOf(settings, package);
        }
        catch (ModelRefusedException refused)
        {
            await error.WriteLineAsync(ModelCommand.Sentence(refused, "--model")).ConfigureAwait(false);
            return ExitCode.ModelRefused;
        }
        catch (ArgumentOutOfRangeException wrong)
        {
            await error.WriteLineAsync(FirstLine(wrong.Message)).ConfigureAwait(false);
            return ExitCode.Usage;
        }

        if (Scanner(package, settings, error) is not { } made)
            return ExitCode.Usage;
        using var scanner = made;
        var heatmaps = settings.Heatmaps is { } folder ? Heatmaps.HeatmapFolder.Create(folder) : null;
        using var report = settings.Report is { } path ? ReportWriter.Create(path, SubjectOf(package, policy)) : null;
        var painter = new RowPainter(policy, heatmaps, cards: report is not null);
        var runner = new ScanRunner(scanner, policy, new ScanOptions { EarlyStop = settings.EarlyStop }, painter, settings.Parallel);
        return await PrintAsync(runner, report, settings, output, error, cancellation).ConfigureAwait(false);
    }

    /// <summary>Null when the provider is required and does not work here, which is said.</summary>
    private static ImageScanner? Scanner(ModelPackage package, ScanSettings settings, TextWriter error)
    {
        try
        {
            var scanner = new ImageScanner(package, new BackboneOptions
            {
                Threads = settings.Threads,
                ExecutionProvider = settings.Provider ?? ExecutionProvider.Auto,
                DeviceId = settings.Device,
                RequireProvider = settings.RequireProvider,
            });
            if (settings.Provider is not null)
                error.WriteLine($"Execution provider: {scanner.Provider}");
            return scanner;
        }
        catch (InvalidOperationException missing)
        {
            error.WriteLine(missing.Message);
            return null;
        }
    }

    private static async Task<int> PrintAsync(
        ScanRunner runner, ReportWriter? report, ScanSettings settings, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var inputs = InputFinder.Find(settings.Paths);
        var writer = WriterOf(settings.Output, output);
        var (count, flagged, refused) = (0, false, false);
        using (var progress = new ConsoleProgress(error, inputs.Count))
        {
            await foreach (var row in runner.RunAsync(inputs, cancellation).ConfigureAwait(false))
            {
                report?.Add(row);
                writer.Add(row);
                progress.Advance();
                count++;
                flagged |= row.IsFlagged;
                refused |= row.NotScanned is not null;
            }
        }

        report?.Finish(inputs.Count - count);
        writer.Finish(inputs.Count - count);
        if (cancellation.IsCancellationRequested)
            await error.WriteLineAsync($"Cancelled: {inputs.Count - count} of {inputs.Count} inputs were not scanned.").ConfigureAwait(false);
        return cancellation.IsCancellationRequested ? ExitCode.Cancelled
            : flagged && settings.FailOnFlagged ? ExitCode.Flagged
            : refused ? ExitCode.NotScanned
            : ExitCode.Done;
    }

    private static IRowWriter WriterOf(OutputKind kind, TextWriter output) => kind switch
    {
        OutputKind.Json => new JsonDocumentWriter(output),
        OutputKind.JsonLines => new JsonLinesWriter(output),
        _ => new TableWriter(output, plain: output is not OutputWriter { IsTerminal: true } || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }),
    };

    private static ReportSubject SubjectOf(ModelPackage package, Policy policy) =>
        new(TimeProvider.System.GetUtcNow(), package.Version, package.Backbone.Sha256, policy, ModelLocator.IsStarter(package.Version));

    private static Policy PolicyOf(ScanSettings settings, ModelPackage package)
    {
        var rate = settings.FalsePositiveRate ?? package.Policy.FalsePositiveRate;
        _ = package.Calibration.For(0, rate);
        var policy = package.Policy with
        {
            FalsePositiveRate = rate,
            UncertainFalsePositiveRate = Math.Max(rate, package.Policy.UncertainFalsePositiveRate),
            Prevalence = settings.Prevalence ?? package.Policy.Prevalence,
            SecondLook = settings.SecondLook ?? package.Policy.SecondLook,
        };
        policy.Check();
        return policy;
    }

    private static ScanSettings SettingsOf(ParseResult parsed) => new()
    {
        Paths = parsed.GetRequiredValue(Paths),
        Model = parsed.GetValue(Model) ?? ModelLocator.Default(),
        Output = parsed.GetValue(Json) ? OutputKind.Json : parsed.GetValue(JsonLines) ? OutputKind.JsonLines : OutputKind.Table,
        Heatmaps = parsed.GetValue(HeatmapFolder),
        Report = parsed.GetValue(Report),
        EarlyStop = parsed.GetValue(EarlyStop),
        SecondLook = parsed.GetValue(SecondLook),
        FailOnFlagged = parsed.GetValue(FailOn) is not null,
        Parallel = parsed.GetValue(Parallel),
        Threads = parsed.GetValue(Threads),
        Provider = parsed.GetValue(Provider),
        Device = parsed.GetValue(Device),
        RequireProvider = parsed.GetValue(RequireProvider),
        Prevalence = parsed.GetValue(Prevalence),
        FalsePositiveRate = parsed.GetValue(Rate),
    };

    private static void Within(Option<int> option, int low, int high) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < low || value > high))
            result.AddError($"{option.Name} is {value}; it must be between {low} and {high}.");
    });

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Replace(" (Parameter 'falsePositiveRate')", "", StringComparison.Ordinal);
}
