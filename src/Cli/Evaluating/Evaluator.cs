using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.Cli.Evaluating;

/// <summary>The evaluation from folders to report.</summary>
internal static class Evaluator
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="error">Where progress goes.</param>
    /// <param name="cancellationToken">Ends the work between two images.</param>
    /// <exception cref="EvaluationRefusedException">It cannot be made as asked.</exception>
    public static async Task<EvaluationReport> RunAsync(EvaluateOptions options, TextWriter error, CancellationToken cancellationToken)
    {
        var reals = ImageFolder.List(options.Real, options.Seed, options.SourcePattern);
        var fakes = ImageFolder.List(options.Fake, options.Seed, options.SourcePattern);
        RefuseShared(reals, fakes);
        var masks = options.Masks is null ? null : MaskFolder.Open(options.Masks, options.SourcePattern);
        var package = Load(options.Model);
        var unconstrained = LoadUnconstrained(options.Model, package.Backbone.Channels);
        using var scanner = new ImageScanner(package);
        using var progress = new ConsoleProgress(error, Math.Min(options.Max, reals.Count) + Math.Min(options.Max, fakes.Count));
        var collector = new Collector(options, package, scanner, unconstrained, masks);
        var collection = await collector.CollectAsync(reals, fakes, progress.Advance, cancellationToken);
        RefuseEmpty("real", options.Real, collection.Real, options);
        RefuseEmpty("fake", options.Fake, collection.Fake, options);
        progress.Note("computing intervals");
        return Reporting.Report(options, package.Version.Value, package.Backbone.Sha256, collection);
    }

    private static ModelPackage Load(string folder)
    {
        try
        {
            return ModelPackage.Load(folder);
        }
        catch (ModelRefusedException refused)
        {
            throw new EvaluationRefusedException("model-refused", refused.Message);
        }
    }

    private static UnconstrainedHead? LoadUnconstrained(string folder, int channels)
    {
        try
        {
            var head = UnconstrainedHead.Load(folder);
            return head is null || head.Channels == channels
                ? head
                : throw new InvalidDataException($"'{UnconstrainedHead.FileName}' has {head.Channels} weights for a backbone of {channels} channels.");
        }
        catch (InvalidDataException fault)
        {
            throw new EvaluationRefusedException("head-refused", fault.Message);
        }
    }

    private static void RefuseShared(IReadOnlyList<ImageFile> reals, IReadOnlyList<ImageFile> fakes)
    {
        var paths = reals.Select(file => Path.GetFullPath(file.Path)).ToHashSet(StringComparer.Ordinal);
        if (fakes.FirstOrDefault(file => paths.Contains(Path.GetFullPath(file.Path))) is { } both)
            throw new EvaluationRefusedException("file-in-both", $"'{both.Path}' is in the real and in the fake folder; each needs a folder of its own.");
    }

    private static void RefuseEmpty(string name, string folder, ClassFiles files, EvaluateOptions options)
    {
        if (files.Used > 0) return;
        throw new EvaluationRefusedException(
            "one-class-only",
            $"No {name} image of '{folder}' could be used: {files.TooSmall} smaller than the crop of {options.Crop} pixels, {files.Untouched} with no edited "
            + $"pixel in the crop, {files.Unreadable.Count} unreadable. Figures need both classes.");
    }
}
