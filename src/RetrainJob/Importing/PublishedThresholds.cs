using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Importing;

/// <summary>
/// The published detectors call an image fake when sigmoid(logit) is at least 1/2, whatever its size. How often that is wrong is not known here: the thresholds are
/// marked as not supported by any photo, and there are none for windows.
/// </summary>
internal static class PublishedThresholds
{
    private const double LargestMegapixels = 1000;

    public static Calibration Calibration { get; } = new(
        [new SizeBin(0, LargestMegapixels, [.. ThresholdCalibration.Rates.Select(rate => new ThresholdSet(rate, 0, new Dictionary<int, float>(), 0, 0, Supported: false))])], Slope: 1, Offset: 0);
}
