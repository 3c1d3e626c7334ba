using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Verdicts;

/// <summary>Thresholds of <see cref="Tiny.Calibrated"/>: strict 2 (64-pixel window 2.3), lenient 1 (1.3).</summary>
public sealed class JudgeTests
{
    private static readonly FeatureVector Zero = new(new float[Tiny.Channels]);
    private static readonly ModelVersion Model = new("tiny-1");

    [Theory]
    [InlineData(0.5f, 0.5f, true, 0.0, Decision.NoFindings)]
    [InlineData(1f, 1.3f, true, 0.0, Decision.NoFindings)] // a threshold itself does not pass
    [InlineData(1.1f, 0.5f, true, 0.0, Decision.Uncertain)]
    [InlineData(0.5f, 1.4f, true, 0.0, Decision.Uncertain)]
    [InlineData(2f, 2.3f, true, 0.0, Decision.Uncertain)]
    [InlineData(0.5f, 2.4f, true, 0.1, Decision.Inpainted)]
    [InlineData(0.5f, 2.4f, true, 0.9, Decision.Inpainted)]
    [InlineData(2.1f, 0.5f, true, 0.0, Decision.AiGenerated)]
    [InlineData(2.1f, 2.4f, true, 0.1, Decision.Inpainted)]
    [InlineData(2.1f, 2.4f, true, 0.6, Decision.AiGenerated)]
    [InlineData(2.1f, null, false, 0.0, Decision.AiGenerated)]
    [InlineData(0.5f, null, true, 0.0, Decision.NoFindings)]
    public void The_rules(float logit, float? window, bool complete, double share, Decision expected)
    {
        var verdict = Judge.Decide(Measured(logit, window, complete), Tiny.Calibrated(), new Policy(), _ => Covered(share));

        Assert.Equal(expected, verdict.Decision);
        Assert.Equal(logit, verdict.Logit);
        Assert.Equal(Model, verdict.Model);
        Assert.NotEmpty(verdict.Reason);
        Assert.Equal(expected == Decision.Inpainted, verdict.Region is not null && expected != Decision.AiGenerated);
    }

    [Fact]
    public void A_refused_image_has_no_probability()
    {
        var verdict = Judge.NotScanned(new ImageRejected(RejectionCode.Empty, "The file is empty.", "Upload it again."), Model, new Policy());

        Assert.Equal(Decision.NotScanned, verdict.Decision);
        Assert.Null(verdict.Probability);
        Assert.Equal("The file is empty.", verdict.Reason);
    }

    [Fact]
    public void A_probability_moves_with_the_prevalence()
    {
        var calibration = Tiny.Calibrated();

        Assert.Equal(1 / (1 + Math.Exp(-1)), calibration.Probability(1, 0.5), 1e-12); // 1.5 x 1 - 0.5
        Assert.Equal(0.01, calibration.Probability(0.5 / 1.5, 0.01), 1e-12); // odds of 1 leave the prevalence
    }

    [Fact]
    public void A_rate_that_the_calibration_lacks_is_named() =>
        Assert.Contains("0.01, 0.05", Assert.Throws<ArgumentOutOfRangeException>(() => Tiny.Calibrated().For(1, 0.02)).Message, StringComparison.Ordinal);

    private static Measurement Measured(float logit, float? window, bool complete)
    {
        EvidenceWindow[] windows = window is { } value ? [new EvidenceWindow(64, 64, 64, 64, 64, value, Zero)] : [];
        return new Measurement("00", 1, null, 640, 640, Zero, [new HeadMeasurement(Model, logit, windows, 9)], complete);
    }

    private static CoveredCells Covered(double share)
    {
        var cells = new bool[6400];
        cells.AsSpan(0, (int)(share * cells.Length)).Fill(true);
        return new CoveredCells(80, 80, cells);
    }
}
