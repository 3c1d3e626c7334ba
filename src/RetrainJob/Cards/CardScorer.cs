using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.RetrainJob.Cards;

/// <summary>Scores images with the model and, on the same features, with the unconstrained head.</summary>
internal sealed class CardScorer : IDisposable
{
    private readonly ImageScanner scanner;
    private readonly UnconstrainedHead unconstrained;

    /// <exception cref="ModelRefusedException">The package is refused.</exception>
    /// <exception cref="InvalidDataException">The package has no unconstrained head to compare with.</exception>
    public CardScorer(string package)
    {
        unconstrained = UnconstrainedHead.Load(package)
            ?? throw new InvalidDataException($"{package} holds no {UnconstrainedHead.FileName}; run fit-head again.");
        scanner = new ImageScanner(ModelPackage.Load(package), new BackboneOptions { TileCells = 32 }); // most images here are small
    }

    public ModelPackage Package => scanner.Package;

    public (CardImage Scores, Scan Scan) Score(string source, bool generated, RgbImage image) => Wrap(source, generated, scanner.Scan(image))!.Value;

    /// <summary>Null for a file that is refused.</summary>
    public (CardImage Scores, Scan Scan)? Score(string source, bool generated, byte[] file) => Wrap(source, generated, scanner.Scan(file));

    private (CardImage, Scan)? Wrap(string source, bool generated, Scan scan)
    {
        if (scan.Measurement is not { } measurement)
            return null;

        var head = measurement.Heads[0];
        var own = HeadScores.Of(head.Logit, head.BestWindows.Select(window => (window.SizePixels, window.Logit)).ToArray(), scan.Verdict.Threshold);
        var other = HeadScores.Of(
            unconstrained.Logit(measurement.Features.Values),
            head.BestWindows.Select(window => (window.SizePixels, unconstrained.Logit(window.Features.Values))).ToArray(), null);
        return (new CardImage(source, generated, scan.Verdict.Decision, own, other), scan);
    }

    public void Dispose() => scanner.Dispose();
}
