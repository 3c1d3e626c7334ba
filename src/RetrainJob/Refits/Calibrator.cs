using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Refits;

/// <summary>Sets probability and thresholds of a head on the calibration split, which neither trained nor judges. Pure.</summary>
internal static class Calibrator
{
    /// <summary>Calibrates a head whose scores are at hand.</summary>
    /// <param name="rows">Whole images of the calibration split.</param>
    /// <param name="scores">With the bias 0; null where there are none.</param>
    /// <param name="policy">Its rates need thresholds.</param>
    /// <returns>The bias at which photo and generated image are equally likely, and the calibration that goes with it.</returns>
    /// <exception cref="NotEnoughDataException">A class is missing.</exception>
    /// <exception cref="ModelRefusedException">The scores do not rise with generation, so no scale can be fitted.</exception>
    public static (float Bias, Calibration Calibration) Run(IReadOnlyList<LabelledRow> rows, Func<LabelledRow, RowLogits?> scores, Policy policy)
    {
        var judged = rows.Select(row => (Row: row, Scores: scores(row))).Where(one => one.Scores is not null).ToArray();
        // P is that of the whole image being generated: of an inpainting that is neither so nor not so.
        var scale = judged.Where(one => one.Row.Weight > 0).Select(one => (one.Scores!.Image, one.Row.Generated)).ToArray();
        var generated = scale.Count(one => one.Generated);
        if (generated == 0 || generated == scale.Length)
            throw new NotEnoughDataException($"The calibration split has {scale.Length - generated} photos and {generated} generated images with scores; both are needed for the probability.");
        var (slope, offset) = ProbabilityScale.Fit(scale);
        if (!(slope > 0 && double.IsFinite(slope) && double.IsFinite(offset)))
            throw new NotEnoughDataException($"On the {scale.Length} images of the calibration split the score does not rise with generation (slope {slope:G3}); there is nothing to calibrate.");

        var bias = (float)(offset / slope);
        var photos = judged.Where(one => !one.Row.Generated)
            .Select(one => (one.Row, Scores: one.Scores!.Moved(bias)))
            .Select(one => new RealScan(one.Row.Hash.Hex, one.Row.Facts.Megapixels, one.Scores.Image, one.Scores.Windows))
            .ToArray();
        return (bias, new Calibration(ThresholdCalibration.Bins(photos, policy.WindowSizes), slope, 0));
    }

    /// <summary>Thresholds and scale on one row.</summary>
    public static Gates.RowScore Judge(RowLogits scores, double megapixels, Calibration calibration, Policy policy)
    {
        var thresholds = calibration.For(megapixels, policy.FalsePositiveRate);
        var joint = Detector.Evaluation.HeadScores.Of(scores.Image, [.. scores.Windows.Select(window => (window.Key, window.Value))], thresholds).JointMargin!.Value;
        return new Gates.RowScore(scores.Image, Math.Clamp(joint, -1e6f, 1e6f), calibration.Probability(scores.Image, 0.5));
    }
}
