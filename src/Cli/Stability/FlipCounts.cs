using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Stability;

/// <summary>How decisions on one set of images compare with those on the same images re-encoded, with and without a second look.</summary>
internal sealed class FlipCounts
{
    private int flipsFirst;
    private int flipsSecond;
    private int uncertainFirst;
    private int uncertainSecond;

    public int Images { get; private set; }

    /// <summary>Finding became "no findings", or the other way round.</summary>
    public double FlipsWithout => Share(flipsFirst);

    public double FlipsWith => Share(flipsSecond);

    /// <summary>Of the re-encoded images.</summary>
    public double UncertainWithout => Share(uncertainFirst);

    public double UncertainWith => Share(uncertainSecond);

    public void Add(Verdict before, Verdict after)
    {
        Images++;
        flipsFirst += IsFlip(First(before), First(after)) ? 1 : 0;
        flipsSecond += IsFlip(before.Decision, after.Decision) ? 1 : 0;
        uncertainFirst += First(after) == Decision.Uncertain ? 1 : 0;
        uncertainSecond += after.Decision == Decision.Uncertain ? 1 : 0;
    }

    private static Decision First(Verdict verdict) => verdict.SecondLook?.First ?? verdict.Decision;

    private static bool IsFlip(Decision a, Decision b) =>
        a != Decision.Uncertain && b != Decision.Uncertain && IsFinding(a) != IsFinding(b);

    private static bool IsFinding(Decision decision) => decision is Decision.AiGenerated or Decision.Inpainted;

    private double Share(int count) => Images == 0 ? 0 : (double)count / Images;
}
