using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Evaluation;

/// <summary>The scores that one head gives one image, as an evaluation ranks them.</summary>
/// <param name="Image">Logit of the whole image.</param>
/// <param name="LargestWindow">Largest logit of any window; that of the image where no window was searched (small images).</param>
/// <param name="ImageMargin">Image logit above its threshold; null without thresholds.</param>
/// <param name="WindowMargin">Largest logit of a window above the threshold of its size; null without thresholds or windows.</param>
public sealed record HeadScores(float Image, float LargestWindow, float? ImageMargin, float? WindowMargin)
{
    /// <summary>The joint verdict as a number: positive exactly if the image or any window passes its threshold; null without thresholds.</summary>
    public float? JointMargin => ImageMargin is { } image ? Math.Max(image, WindowMargin ?? image) : null;

    /// <summary>Puts logits and thresholds together.</summary>
    /// <param name="logit">Of the whole image.</param>
    /// <param name="windows">The best window of each searched size: nominal size in pixels, logit.</param>
    /// <param name="thresholds">Thresholds of the image's size bin, if the head has any.</param>
    public static HeadScores Of(float logit, IReadOnlyCollection<(int SizePixels, float Logit)> windows, ThresholdSet? thresholds)
    {
        ArgumentNullException.ThrowIfNull(windows);
        float? windowMargin = null;
        foreach (var (size, windowLogit) in windows)
            if (thresholds is not null && thresholds.Windows.TryGetValue(size, out var threshold))
                windowMargin = Math.Max(windowMargin ?? float.MinValue, windowLogit - threshold);
        return new HeadScores(logit, windows.Count == 0 ? logit : windows.Max(window => window.Logit), logit - thresholds?.Global, windowMargin);
    }
}
