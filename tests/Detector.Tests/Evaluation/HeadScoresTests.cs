using CsCheck;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class HeadScoresTests
{
    private static readonly Gen<float> Logits = Gen.Float[-5, 5];

    [Fact]
    public void The_joint_margin_is_positive_exactly_if_the_image_or_a_window_passes() =>
        Gen.Select(Logits, Logits.Array[3], Logits, Logits.Array[3]).Sample((logit, windows, global, thresholds) =>
        {
            var scores = HeadScores.Of(logit, windows.Select((window, i) => (64 << i, window)).ToArray(), Thresholds(global, thresholds));
            Assert.Equal(logit > global || windows.Zip(thresholds).Any(pair => pair.First > pair.Second), scores.JointMargin > 0);
            Assert.Equal(windows.Max(), scores.LargestWindow);
        });

    [Fact]
    public void Small_images_without_windows_are_judged_by_the_image()
    {
        var scores = HeadScores.Of(1.5f, [], Thresholds(1, [0, 0, 0]));
        Assert.Equal(new HeadScores(1.5f, 1.5f, 0.5f, null), scores);
        Assert.Equal(0.5f, scores.JointMargin);
    }

    [Fact]
    public void Without_thresholds_there_are_no_margins() =>
        Assert.Equal(new HeadScores(1, 2, null, null), HeadScores.Of(1, [(64, 2f)], null));

    private static ThresholdSet Thresholds(float global, float[] windows) =>
        new(0.01, global, windows.Select((threshold, i) => (Size: 64 << i, threshold)).ToDictionary(pair => pair.Size, pair => pair.threshold), 100, 1, false);
}
