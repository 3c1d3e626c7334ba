using System.CommandLine;
using StayPositive.Cli.Evaluating;
using StayPositive.Cli.Models;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.Cli.Stability;

/// <summary>Verb <c>stability</c>: how often a re-encoding turns a decision round, with and without a second look.</summary>
internal static class StabilityCommand
{
    private const string DefaultReencodings = "jpeg:95,jpeg:85,jpeg:75,jpeg:60,jpeg:40,webp:80,resize:0.9,resize:0.75,resize:0.5";

    private static readonly Argument<string> Folder = new("folder") { Description = "Folder of images (searched with its subfolders)." };
    private static readonly Option<string?> Model = new("--model") { Description = "Model package folder (default: the starter model)." };
    private static readonly Option<string> Reencode = new("--reencode") { Description = "Re-encodings, as in evaluate.", DefaultValueFactory = _ => DefaultReencodings };
    private static readonly Option<int> Max = new("--max") { Description = "At most this many images, drawn by the seed; 0 = all.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Fixes the sample of --max.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command(
            "stability",
            """
            Count how often a re-encoding turns a decision round: a finding into no findings, or the other way, with and without the policy's second look.

            Example:
              staypositive stability photos --reencode jpeg:85,jpeg:40,resize:0.75 --max 200
            """)
        {
            Folder, Model, Reencode, Max, Seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var reencodings = parsed.GetRequiredValue(Reencode).Split(',').Select(Reencoding.Parse).ToArray();
            var files = ImageFolder.List(parsed.GetRequiredValue(Folder), parsed.GetValue(Seed), sourcePattern: null);
            if (parsed.GetValue(Max) is > 0 and var max)
                files = [.. files.Take(max)];
            using var scanner = new ImageScanner(ModelPackage.Load(parsed.GetValue(Model) ?? ModelLocator.Default()));
            using var progress = new ConsoleProgress(error, files.Count);
            var (counts, left) = (reencodings.Select(_ => new FlipCounts()).ToArray(), 0);
            foreach (var file in files)
            {
                var image = ImageDecoder.Decode(await File.ReadAllBytesAsync(file.Path, cancellation).ConfigureAwait(false), scanner.Package.Policy.Limits).Image;
                left += image is null ? 1 : 0;
                using (image)
                    Compare(scanner, image, reencodings, counts, cancellation);
                progress.Advance();
            }

            StabilityTable.Write(output, scanner.Package.Version, reencodings, counts, left);
            return ExitCode.Done;
        }
        catch (Exception wrong) when (wrong is FormatException or EvaluationRefusedException)
        {
            await error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
            return ExitCode.Usage;
        }
        catch (ModelRefusedException refused)
        {
            await error.WriteLineAsync(ModelCommand.Sentence(refused, "--model")).ConfigureAwait(false);
            return ExitCode.ModelRefused;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("Cancelled: half a sample has no figures.").ConfigureAwait(false);
            return ExitCode.Cancelled;
        }
    }

    private static void Compare(ImageScanner scanner, RgbImage? image, Reencoding[] reencodings, FlipCounts[] counts, CancellationToken cancellation)
    {
        if (image is null)
            return;
        var policy = scanner.Package.Policy with { SecondLook = true };
        var before = scanner.Scan(image, policy: policy, cancellation: cancellation).Verdict;
        for (var n = 0; n < reencodings.Length; n++)
        {
            using var sent = reencodings[n].Apply(image);
            counts[n].Add(before, scanner.Scan(sent, policy: policy, cancellation: cancellation).Verdict);
        }
    }
}
