using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Evaluating;

/// <summary>Decodes, crops, re-encodes and judges the images of both classes in exactly the same way.</summary>
internal sealed class Collector
{
    private readonly EvaluateOptions options;
    private readonly ImageScanner scanner;
    private readonly DecodeLimits limits;
    private readonly UnconstrainedHead? unconstrained;
    private readonly MaskFolder? masks;
    private readonly ClassFiles real = new();
    private readonly ClassFiles fake = new();
    private readonly JudgedSet[] sets;
    private int masked;
    private int masksOfOtherSize;

    public Collector(EvaluateOptions options, ModelPackage package, ImageScanner scanner, UnconstrainedHead? unconstrained, MaskFolder? masks)
    {
        this.options = options;
        this.scanner = scanner;
        this.unconstrained = unconstrained;
        this.masks = masks;
        limits = package.Policy.Limits;
        sets = options.Reencodings
            .Select(reencoding => new JudgedSet(reencoding, [], new PixelScores(package.Backbone.Stride, options.IgnoreBand)))
            .ToArray();
    }

    /// <summary>Judges at most <see cref="EvaluateOptions.Max"/> usable images of each class.</summary>
    /// <param name="reals">Real photos in the order to take them.</param>
    /// <param name="fakes">Generated or edited images.</param>
    /// <param name="done">Called after each file.</param>
    /// <param name="cancellationToken">Ends the work between two images.</param>
    public async Task<Collection> CollectAsync(
        IReadOnlyList<ImageFile> reals, IReadOnlyList<ImageFile> fakes, Action done, CancellationToken cancellationToken)
    {
        await CollectAsync(reals, generated: false, real, done, cancellationToken);
        await CollectAsync(fakes, generated: true, fake, done, cancellationToken);
        return new Collection(real, fake, sets, masked, masksOfOtherSize);
    }

    private async Task CollectAsync(IReadOnlyList<ImageFile> files, bool generated, ClassFiles counts, Action done, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (counts.Used == options.Max) return;
            await CollectAsync(file, generated, counts, cancellationToken);
            done();
        }
    }

    private async Task CollectAsync(ImageFile file, bool generated, ClassFiles counts, CancellationToken cancellationToken)
    {
        DecodeOutcome outcome;
        try
        {
            outcome = await DecodeAsync(file.Path, behind: 255, cancellationToken);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            counts.AddUnreadable(new UnreadableFile(file.Path, "FileUnreadable", fault.Message));
            return;
        }

        using var image = outcome.Image;
        if (image is null)
        {
            counts.AddUnreadable(new UnreadableFile(file.Path, outcome.Rejected!.Code.ToString(), outcome.Rejected.Sentence));
            return;
        }

        if (Math.Min(image.Width, image.Height) < options.Crop)
        {
            counts.AddTooSmall();
            return;
        }

        var box = BoxOf(image, file);
        var mask = (generated ? await MaskOfAsync(file, image, cancellationToken) : null)?.Crop(box);
        if (mask is { Share: 0 })
        {
            counts.AddUntouched();
            return;
        }

        if (mask is not null) masked++;
        using var cut = box.Cut(image);
        JudgeAll(file, generated, cut, mask, cancellationToken);
        counts.AddUsed(outcome.Facts!.Format.ToString(), box.Width, box.Height);
    }

    private void JudgeAll(ImageFile file, bool generated, RgbImage cut, EditMask? mask, CancellationToken cancellationToken)
    {
        foreach (var set in sets)
        {
            using var sent = set.Reencoding.Apply(cut);
            var scan = scanner.Scan(sent, cancellation: cancellationToken);
            var measurement = scan.Measurement ?? throw new EvaluationRefusedException(
                "not-measured", $"'{file.Path}' cannot be judged after '{set.Reencoding}' ({sent.Width} x {sent.Height} pixels): {scan.Rejected?.Sentence}");
            set.Images.Add(new JudgedImage(file.Source, generated, scan.Verdict.Decision, NonNegativeScores(scan), UnconstrainedScores(measurement)));
            if (mask is not null) set.Pixels.Add(file.Source, scan.Map!.Values, mask.Resize(sent.Width, sent.Height));
        }
    }

    private CropBox BoxOf(RgbImage image, ImageFile file) => (options.Crop, options.CropSeed) switch
    {
        (0, _) => new CropBox(0, 0, image.Width, image.Height),
        (var side, null) => CropBox.Centre(image.Width, image.Height, side),
        (var side, { } seed) => CropBox.Seeded(image.Width, image.Height, side, seed, file.Source),
    };

    private async Task<EditMask?> MaskOfAsync(ImageFile file, RgbImage image, CancellationToken cancellationToken)
    {
        if (masks?.Find(file) is not { } path) return null;
        DecodeOutcome outcome;
        try
        {
            outcome = await DecodeAsync(path, behind: (byte)(options.MaskBlack ? 255 : 0), cancellationToken);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            throw new EvaluationRefusedException("mask-unreadable", $"The mask '{path}' cannot be read: {fault.Message}");
        }

        using var picture = outcome.Image;
        if (picture is null) throw new EvaluationRefusedException("mask-unreadable", $"The mask '{path}' cannot be read: {outcome.Rejected!.Sentence}");
        if ((picture.Width, picture.Height) != (image.Width, image.Height))
        {
            masksOfOtherSize++;
            return null;
        }

        return EditMask.FromImage(picture, options.MaskBlack);
    }

    private async Task<DecodeOutcome> DecodeAsync(string path, byte behind, CancellationToken cancellationToken) =>
        ImageDecoder.Decode(await File.ReadAllBytesAsync(path, cancellationToken), limits, behind);

    private static bool IsUnreadable(Exception fault) => fault is IOException or UnauthorizedAccessException;

    private static HeadScores NonNegativeScores(Scan scan)
    {
        var head = scan.Measurement!.Heads[0];
        return HeadScores.Of(head.Logit, head.BestWindows.Select(window => (window.SizePixels, window.Logit)).ToArray(), scan.Verdict.Threshold);
    }

    /// <summary>The unconstrained head on the same z and on the windows that the model's head chose.</summary>
    private HeadScores? UnconstrainedScores(Measurement measurement) => unconstrained is null ? null : HeadScores.Of(
        unconstrained.Logit(measurement.Features.Values),
        measurement.Heads[0].BestWindows.Select(window => (window.SizePixels, unconstrained.Logit(window.Features.Values))).ToArray(),
        thresholds: null);
}
