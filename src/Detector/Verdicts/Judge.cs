using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Verdicts;

/// <summary>(measurement, calibration, policy) -> verdict. Pure.</summary>
public static class Judge
{
    /// <summary>Judges what the first head measured.</summary>
    /// <param name="measurement">With at least one head.</param>
    /// <param name="calibration">Of that head.</param>
    /// <param name="policy">The platform's choice.</param>
    /// <param name="covered">The part of the image to which windows above the strict thresholds point; null when the map is not at hand.</param>
    internal static Verdict Decide(Measurement measurement, Calibration calibration, Policy policy, Func<ThresholdSet, CoveredCells>? covered)
    {
        var head = measurement.Heads[0];
        var strict = calibration.For(measurement.Megapixels, policy.FalsePositiveRate);
        var lenient = calibration.For(measurement.Megapixels, policy.UncertainFalsePositiveRate);
        var globalPasses = head.Logit > strict.Global;
        var windows = head.BestWindows.Where(window => window.Logit > strict.Windows.GetValueOrDefault(window.SizePixels, float.MaxValue)).ToArray();
        if (!globalPasses && windows.Length == 0)
        {
            return Passes(head, lenient)
                ? Make(Decision.Uncertain, null, $"A score passes the {lenient.FalsePositiveRate:P0} threshold, none the {strict.FalsePositiveRate:P0} one.")
                : Make(Decision.NoFindings, null, "No score passes a threshold.");
        }

        if (!measurement.Complete)
            return Make(Decision.AiGenerated, null, $"Stopped early: the logit is at least {head.Logit:F2}, above the threshold {strict.Global:F2}.");

        var region = windows.Length > 0 && covered is not null ? RegionFinder.Find(covered(strict), measurement.Width, measurement.Height) : null;
        if (globalPasses && (region is null || region.AreaShare >= policy.GeneratedAreaShare))
            return Make(Decision.AiGenerated, region, $"The logit {head.Logit:F2} is above the threshold {strict.Global:F2}.");

        var best = windows.MaxBy(window => window.Logit - strict.Windows[window.SizePixels])!;
        return Make(
            Decision.Inpainted, region,
            $"A window of {best.SizePixels} pixels at ({best.X}, {best.Y}) has the logit {best.Logit:F2}, above its threshold {strict.Windows[best.SizePixels]:F2}.");

        Verdict Make(Decision decision, Region? where, string reason) => new(
            decision, head.Logit, calibration.Probability(head.Logit, policy.Prevalence), policy.Prevalence, strict, where, head.Head, policy.Version, reason);
    }

    /// <summary>The verdict on an image that was refused.</summary>
    internal static Verdict NotScanned(ImageRejected rejected, ModelVersion model, Policy policy) =>
        new(Decision.NotScanned, 0, null, policy.Prevalence, null, null, model, policy.Version, rejected.Sentence);

    /// <summary>How far the highest score lies above its threshold, in logit units; negative when none passes.</summary>
    internal static float Excess(HeadMeasurement head, ThresholdSet set) => head.BestWindows
        .Select(window => window.Logit - set.Windows.GetValueOrDefault(window.SizePixels, float.MaxValue))
        .Append(head.Logit - set.Global)
        .Max();

    private static bool Passes(HeadMeasurement head, ThresholdSet set) =>
        head.Logit > set.Global || head.BestWindows.Any(window => window.Logit > set.Windows.GetValueOrDefault(window.SizePixels, float.MaxValue));
}
