using StayPositive.Cli.Stability;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Tests.Stability;

public sealed class FlipCountsTests
{
    [Fact]
    public void A_flip_is_a_finding_that_comes_or_goes_and_an_uncertain_decision_is_none()
    {
        var counts = new FlipCounts();
        counts.Add(Made(Decision.NoFindings), Made(Decision.AiGenerated));
        counts.Add(Made(Decision.Inpainted), Made(Decision.AiGenerated));
        counts.Add(Made(Decision.Inpainted), Made(Decision.Uncertain, first: Decision.NoFindings));
        counts.Add(Made(Decision.Uncertain), Made(Decision.NoFindings));

        Assert.Equal(4, counts.Images);
        Assert.Equal(0.5, counts.FlipsWithout);
        Assert.Equal(0.25, counts.FlipsWith);
        Assert.Equal(0, counts.UncertainWithout);
        Assert.Equal(0.25, counts.UncertainWith);
    }

    private static Verdict Made(Decision decision, Decision? first = null) =>
        new(decision, 0, 0.5, 0.01, null, null, new ModelVersion("m"), "p", "")
        {
            SecondLook = first is { } before ? new SecondLook(before, []) : null,
        };
}
