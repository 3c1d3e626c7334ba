using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Verb <c>fit-head</c>: exports the backbone, fits the heads on its frozen features, calibrates, and writes a model package.</summary>
internal static class FitHeadCommand
{
    private static readonly Option<string> Output = new("--out")
    {
        Description = "Package folder to write.",
        DefaultValueFactory = _ => Path.Combine("models", "starter"),
    };

    private static readonly Option<string> Bias = new("--bias") { Description = "zero, free or paper (default: the recipe's)." };

    public static Command Create()
    {
        Bias.AcceptOnlyFromAmong("zero", "free", "paper");
        var command = new Command("fit-head", "Fit the non-negative and the unconstrained head on the trained backbone, set thresholds, and write the package.")
        {
            CommonOptions.Recipe, CommonOptions.Photos, CommonOptions.Work, Output, Bias,
        };
        command.SetAction(parsed =>
        {
            var recipe = Recipe.Load(parsed.GetRequiredValue(CommonOptions.Recipe));
            var work = parsed.GetRequiredValue(CommonOptions.Work);
            using var store = PieceStore.Open(Path.Combine(work, "pieces"));
            Run(recipe, store, parsed.GetRequiredValue(CommonOptions.Photos), work, parsed.GetRequiredValue(Output), parsed.GetValue(Bias) ?? recipe.Head.Bias);
            return 0;
        });
        return command;
    }

    internal static void Run(Recipe recipe, PieceStore store, string photos, string work, string output, string bias)
    {
        using var model = new BackboneModule();
        var step = TrainingCheckpoint.LoadModel(Path.Combine(work, "backbone"), model);
        var onnx = BackboneExport.ToOnnx(model);
        AnsiConsole.MarkupLineInterpolated($"backbone after step {step}: {onnx.Length} bytes; largest difference to the training library {ExportParity.LargestDifference(model, onnx):E1}");

        var seen = recipe.Families.Where(family => !family.HeldOut).ToArray();
        var heldOut = recipe.Families.Where(family => family.HeldOut).ToArray();
        // Beyond the training's steps: crops that the backbone has not seen, of the photos that it has.
        var train = FeatureExtraction.Run(model, new CropSampler(store, recipe, Split.Train, seen), recipe.Backbone, recipe.Backbone.Steps + 1, recipe.Head.Batches);
        var seenTable = FeatureExtraction.Run(model, new CropSampler(store, recipe, Split.Validation, seen), recipe.Backbone, 1, recipe.Head.ValidationBatches);
        var heldOutTable = FeatureExtraction.Run(model, new CropSampler(store, recipe, Split.Validation, heldOut), recipe.Backbone, 1, recipe.Head.ValidationBatches);
        var heads = HeadFitting.All(train, seenTable, heldOutTable, recipe.Head, recipe.Seed);
        Print(train, heads);

        var chosen = heads.Single(head => head.Name.StartsWith($"non-negative, {bias}", StringComparison.Ordinal));
        var unconstrained = heads.Single(head => head.Name == "unconstrained");
        var package = Calibrate(Uncalibrated(onnx, chosen.Fit, recipe, step, work, train, heads), recipe, store, photos, seen.Select(family => family.Name).ToArray());
        package.Save(output);
        File.WriteAllText(
            Path.Combine(output, UnconstrainedHead.FileName),
            JsonSerializer.Serialize(new { version = package.Version.Value + "-unconstrained", weights = unconstrained.Fit.Weights, bias = unconstrained.Fit.Bias }) + "\n");
        AnsiConsole.MarkupLineInterpolated($"wrote {package.Version} to {output}");
    }

    /// <summary>A package whose thresholds nothing passes, to measure with.</summary>
    private static ModelPackage Uncalibrated(byte[] onnx, HeadFit head, Recipe recipe, int step, string work, FeatureTable train, IReadOnlyList<FittedHead> heads)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sha256 + string.Join(',', head.Weights.Select(w => w.ToString("R", CultureInfo.InvariantCulture))))))[..8];
        var training = JsonSerializer.SerializeToElement(new
        {
            recipe = recipe.ToJson(),
            steps = step,
            log = File.ReadAllLines(Path.Combine(work, "backbone-log.tsv")),
            headRows = train.Rows,
            heads = heads.Select(fitted => new
            {
                fitted.Name,
                L2 = double.IsNaN(fitted.L2) ? (double?)null : fitted.L2,
                fitted.Fit.NonZeros,
                fitted.Fit.Objective,
                KktResidual = double.IsNaN(fitted.Fit.KktResidual) ? (double?)null : fitted.Fit.KktResidual,
                fitted.Seen,
                fitted.HeldOut,
            }),
        });
        var manifest = new BackboneManifest
        {
            Sha256 = sha256,
            Channels = BackboneModule.Channels,
            Stride = BackboneModule.Stride,
            ReceptiveField = BackboneModule.ReceptiveField,
            Training = training,
        };
        var policy = new Policy();
        var never = ThresholdCalibration.Bins([], policy.WindowSizes);
        return new ModelPackage(manifest, onnx, new NonNegativeHead(new ModelVersion("starter-" + name), head.Weights, head.Bias), new Calibration(never, 1, 0), policy);
    }

    /// <summary>
    /// Fits the probability scale on validation pieces and moves the head's bias to where a real and a generated image are equally likely, then sets
    /// the thresholds on the calibration photos.
    /// </summary>
    private static ModelPackage Calibrate(ModelPackage package, Recipe recipe, PieceStore store, string photos, string[] families)
    {
        double slope, offset;
        using (var scanner = new ImageScanner(package))
            (slope, offset) = ProbabilityScale.Fit(PieceScans.Run(scanner, store, families));
        var head = new NonNegativeHead(package.Version, package.Head.Weights, (float)(package.Head.Bias + offset / slope));
        package = package with { Head = head };

        using var moved = new ImageScanner(package);
        var calibration = PhotoSet.Load(photos, recipe.Photos).Where(photo => photo.Split == Split.Calibration).ToArray();
        var scans = PhotoScans.Run(moved, calibration);
        return package with { Calibration = new Calibration(ThresholdCalibration.Bins(scans, package.Policy.WindowSizes), slope, 0) };
    }

    private static void Print(FeatureTable train, IReadOnlyList<FittedHead> heads)
    {
        AnsiConsole.MarkupLineInterpolated($"{train.Rows} rows; AUC on validation photos: pairs / against laundered / against native");
        var table = new Table().AddColumns("head", "L2", "weights > 0", "objective", "KKT", "seen families", "held-out family");
        foreach (var head in heads)
            table.AddRow(
                head.Name, head.L2.ToString("G2"), head.Fit.Weights.Count(weight => weight > 0).ToString(), head.Fit.Objective.ToString("F5"),
                head.Fit.KktResidual.ToString("E1"), head.Seen.ToString(), head.HeldOut.ToString());
        AnsiConsole.Write(table);
    }
}
