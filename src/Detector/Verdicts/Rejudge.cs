using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Verdicts;

/// <summary>
/// (stored measurement, another head, policy, the decision that holds) -> what follows. Pure; needs no image. The image's logit is known within the rounding of float16. A window's logit
/// is a lower bound of the best window's, as another head may have chosen it; as all evidence is >= 0, that of the whole image spread over the smallest window of the size is an upper bound.
/// </summary>
public static class Rejudge
{
    /// <summary>Judges a measurement again.</summary>
    /// <param name="measurement">As stored, under the package's backbone.</param>
    /// <param name="package">Head, calibration and policy.</param>
    /// <param name="current">The scanner's decision that holds.</param>
    /// <exception cref="ArgumentException">The measurement is of another backbone.</exception>
    public static Rejudgement Of(Measurement measurement, ModelPackage package, Decision current)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        ArgumentNullException.ThrowIfNull(package);
        if (measurement.BackboneSha256 != package.Backbone.Sha256)
            throw new ArgumentException($"The measurement is of the backbone {measurement.BackboneSha256}; {package.Version} is on {package.Backbone.Sha256}.", nameof(measurement));
        var (calibration, policy) = (package.Calibration, package.Policy);
        var strict = calibration.For(measurement.Megapixels, policy.FalsePositiveRate);
        var lenient = calibration.For(measurement.Megapixels, policy.UncertainFalsePositiveRate);
        var scores = Scores.Of(measurement, package);

        var (image, window) = (scores.ImageSide(strict), scores.WindowSide(strict));
        var hint = Max(scores.ImageSide(lenient), scores.WindowSide(lenient));
        var decision = image == Side.Above ? Decision.AiGenerated
            : window == Side.Above ? Decision.Inpainted
            : hint == Side.Above ? Decision.Uncertain
            : Decision.NoFindings;
        // Rounding matters where no higher score has decided already.
        var isNear = image == Side.Near || (image == Side.Below && window == Side.Near) || (Max(image, window) == Side.Below && hint == Side.Near);
        var action = isNear ? RejudgeAction.TooNear : decision == current ? RejudgeAction.Keep : Differ(decision, current, scores, strict, lenient, policy);
        var logit = (float)scores.Image.Estimate;
        return new Rejudgement(decision, action, logit, calibration.Probability(logit, policy.Prevalence), strict, Reason(decision, action, strict, logit));
    }

    private static RejudgeAction Differ(Decision decision, Decision current, Scores scores, ThresholdSet strict, ThresholdSet lenient, Policy policy)
    {
        if (policy.SecondLook)
            return RejudgeAction.StaleRegion; // re-encodings may disagree, and are not stored
        switch (decision)
        {
            case Decision.Inpainted:
                return RejudgeAction.ChangeWithoutRegion; // a window passes, the image does not: only the region is missing
            case Decision.AiGenerated when !scores.MayPass(strict):
                return RejudgeAction.Change; // no window can pass, so there is no region
            case Decision.AiGenerated:
                return current == Decision.Inpainted ? RejudgeAction.StaleRegion : RejudgeAction.ChangeWithoutRegion; // the region's area tells the whole from a part
            default:
                // What takes a finding away must hold for windows that were not stored, too.
                var mayRise = scores.MayPass(strict) || (decision == Decision.NoFindings && scores.MayPass(lenient));
                return mayRise ? RejudgeAction.StaleRegion : RejudgeAction.Change;
        }
    }

    private static string Reason(Decision decision, RejudgeAction action, ThresholdSet strict, float logit)
    {
        var found = decision switch
        {
            Decision.AiGenerated => FormattableString.Invariant($"The logit {logit:F2} is above the threshold {strict.Global:F2}"),
            Decision.Inpainted => "A stored window is above its threshold",
            Decision.Uncertain => "A score passes the lenient threshold, none the strict one",
            _ => "No score passes a threshold",
        };
        return $"{found}; judged again from the stored measurement{(action == RejudgeAction.ChangeWithoutRegion ? ", the region waits for a scan" : "")}.";
    }

    private static Side Max(Side one, Side other) => one > other ? one : other;

    private static float Threshold(ThresholdSet set, int size) => set.Windows.GetValueOrDefault(size, float.MaxValue);

    /// <summary>On which side of a threshold a score lies, as far as rounding lets one know.</summary>
    private enum Side
    {
        Below,
        Near,
        Above,
    }

    /// <summary>What is known of the scores under the new head.</summary>
    /// <param name="Image">Of the whole image.</param>
    /// <param name="Windows">By size: the best of those stored, if any, and what no window of the size can exceed.</param>
    /// <param name="Unbounded">True when something that was not measured could score higher than anything here.</param>
    private sealed record Scores(ScoreBounds Image, IReadOnlyList<(int Size, ScoreBounds Found, double Most)> Windows, bool Unbounded)
    {
        public static Scores Of(Measurement measurement, ModelPackage package)
        {
            var own = measurement.Heads.FirstOrDefault(head => head.Head == package.Version);
            var image = own is null ? ScoreBounds.Of(package.Head, measurement.Features, measurement.FeatureScale) : ScoreBounds.Exact(own.Logit);
            // An animation's other frames may score higher under this head: nothing bounds them.
            var unbounded = own is null && measurement.Facts is { Frames: > 1 };
            var windows = new List<(int, ScoreBounds, double)>();
            foreach (var size in package.Policy.WindowSizes)
            {
                var found = (own is null ? measurement.Heads : [own]).SelectMany(head => head.BestWindows).Where(window => window.SizePixels == size)
                    .Select(window => own is null ? ScoreBounds.Of(package.Head, window.Features, measurement.FeatureScale) : ScoreBounds.Exact(window.Logit)).ToArray();
                // A size that nobody has looked for, under whatever head, may hide a finding as well as one that another head has chosen.
                var best = found.Length == 0 ? ScoreBounds.Nothing : found.MaxBy(bounds => bounds.Estimate);
                windows.Add((size, best, own is not null && found.Length > 0 ? best.High : Most(measurement, package, size, image)));
            }

            return new Scores(image, windows, unbounded);
        }

        /// <summary>True when a window that was not stored could pass.</summary>
        public bool MayPass(ThresholdSet set) => Unbounded || Windows.Any(window => window.Most > Threshold(set, window.Size));

        public Side ImageSide(ThresholdSet set) => SideOf(Image, set.Global);

        public Side WindowSide(ThresholdSet set) => Windows.Select(window => SideOf(window.Found, Threshold(set, window.Size))).Append(Side.Below).Max();

        private static Side SideOf(ScoreBounds score, double threshold) => score.Low > threshold ? Side.Above : score.High > threshold ? Side.Near : Side.Below;

        /// <summary>All evidence of the image in one window: mean x cells / cells of the smallest window, which an edge may have clipped to one cell of its last blocks.</summary>
        private static double Most(Measurement measurement, ModelPackage package, int size, ScoreBounds image)
        {
            const int cell = BackboneManifest.CellPixels;
            var (columns, rows) = ((measurement.Width + cell - 1) / cell, (measurement.Height + cell - 1) / cell);
            var blocks = BlockGrid.For(columns, rows);
            if (blocks.WindowSide(size, cell) is not { } side)
                return double.NegativeInfinity; // a scan does not look for this size in such an image
            var least = (double)Math.Min(blocks.CellsAcross(0, side), blocks.CellsAcross(Math.Max(0, blocks.Columns - side), side))
                * Math.Min(blocks.CellsDown(0, side), blocks.CellsDown(Math.Max(0, blocks.Rows - side), side));
            return (image.High - package.Head.Bias) * columns * rows / least + package.Head.Bias;
        }
    }
}
