using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using StayPositive.Cli.Models;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>Verb <c>evaluate</c>: how well a model tells two folders of images apart.</summary>
internal static class EvaluateCommand
{
    /// <summary>Exit code of an evaluation that cannot be made as asked; the code of the reason is on stderr.</summary>
    internal const int Refused = 2;

    /// <summary>Exit code after Ctrl+C. Nothing is printed on stdout then: half a sample has no figures.</summary>
    internal const int Cancelled = 130;

    private static readonly Option<string> Real = new("--real") { Description = "Folder of real photos (searched with its subfolders).", Required = true };

    private static readonly Option<string> Fake = new("--fake") { Description = "Folder of generated or edited images.", Required = true };

    private static readonly Option<string?> Masks = new("--masks")
    {
        Description = "Folder of masks for the edited images: same file stem, else same source; white = edited. Adds pixel AUC.",
    };

    private static readonly Option<bool> MaskBlack = new("--mask-black") { Description = "Black = edited in the masks." };

    private static readonly Option<int> IgnoreBand = AtLeast(0, new("--ignore-band") { Description = "Pixels at most this far from a mask's edge are not counted." });

    private static readonly Option<string?> Model = new("--model") { Description = "Model package folder. Default: the starter model." };

    private static readonly Option<int> Crop = AtLeast(0, new("--crop")
    {
        Description = "Side of the square cut from every image, pixels; smaller images are left out and counted. 0 = whole images.",
        DefaultValueFactory = _ => 256,
    });

    private static readonly Option<bool> RandomCrop = new("--random-crop")
    {
        Description = "Cut at a place drawn from the seed and the source instead of the middle.",
    };

    private static readonly Option<Reencoding[]> Reencode = new("--reencode")
    {
        Description = "Re-encodings of both classes, separated by commas, one table each: none, jpeg:75, webp:75, resize:0.7, resize:0.5:cubic+jpeg:90.",
        CustomParser = result => Parsed(result, text => text.Split(',').Select(Reencoding.Parse).ToArray()),
        DefaultValueFactory = _ => [Reencoding.None],
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Fixes the sample of --max, the places of --random-crop and the bootstrap.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> Max = AtLeast(0, new("--max") { Description = "At most this many images of each class, drawn by the seed. 0 = all." });

    private static readonly Option<int> Bootstrap = AtLeast(1, new("--bootstrap")
    {
        Description = "Resamples of the bootstrap over source photos.",
        DefaultValueFactory = _ => 1000,
    });

    private static readonly Option<Regex?> SourcePattern = RegexOption.Create("--source-pattern", "Regular expression on the file stem whose first group names the source photo. Default: the stem.");

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of tables." };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "evaluate",
            """
            Measure a model on a folder of real and a folder of generated or edited images. Both are decoded, cropped to the same size and
            re-encoded identically. Prints AUC, class-balanced AP, TPR at 1% FPR, rates at the model's threshold, and pixel AUC, each with a 95%
            bootstrap interval by source photo, with and without the constraint that no weight is negative.

            Examples:
              staypositive evaluate --real photos --fake generated --reencode none,jpeg:75,webp:75,resize:0.7
              staypositive evaluate --real originals --fake edited --masks masks --source-pattern '^(case\d+)' --crop 512
            """)
        {
            Real, Fake, Masks, MaskBlack, IgnoreBand, Model, Crop, RandomCrop, Reencode, Seed, Max, Bootstrap, SourcePattern, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var report = await Evaluator.RunAsync(OptionsOf(parsed), error, cancellationToken);
            if (parsed.GetValue(Json)) await output.WriteLineAsync(ReportJson.Write(report));
            else ReportWriter.Write(report, output);
            return 0;
        }
        catch (EvaluationRefusedException refused)
        {
            await error.WriteLineAsync($"{refused.Code}: {refused.Message}");
            return Refused;
        }
        catch (UnauthorizedAccessException unreadable)
        {
            await error.WriteLineAsync($"folder-unreadable: {unreadable.Message}");
            return Refused;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("cancelled: nothing was evaluated.");
            return Cancelled;
        }
    }

    private static EvaluateOptions OptionsOf(ParseResult parsed) => new()
    {
        Real = parsed.GetRequiredValue(Real),
        Fake = parsed.GetRequiredValue(Fake),
        Masks = parsed.GetValue(Masks),
        MaskBlack = parsed.GetValue(MaskBlack),
        IgnoreBand = parsed.GetValue(IgnoreBand),
        Model = parsed.GetValue(Model) ?? ModelLocator.Default(),
        Crop = parsed.GetValue(Crop),
        CropSeed = parsed.GetValue(RandomCrop) ? parsed.GetValue(Seed) : null,
        Reencodings = parsed.GetRequiredValue(Reencode),
        Seed = parsed.GetValue(Seed),
        Max = parsed.GetValue(Max) is var max and > 0 ? max : int.MaxValue,
        Bootstrap = parsed.GetValue(Bootstrap),
        SourcePattern = parsed.GetValue(SourcePattern),
    };

    private static T? Parsed<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens.Single().Value);
        }
        catch (Exception fault) when (fault is FormatException)
        {
            result.AddError(fault.Message);
            return default;
        }
    }

    private static Option<int> AtLeast(int least, Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < least) result.AddError($"{option.Name} must be at least {least}.");
        });
        return option;
    }
}
