using StayPositive.Fuzz.Soaking;

namespace StayPositive.Detector.Tests.Robustness;

public sealed class SoakTests
{
    [Fact]
    public async Task Scans_of_many_threads_and_after_cancellations_are_the_same_bit_for_bit()
    {
        var (exit, output) = await FuzzProcess.RunAsync("soak", "--scans", "200");

        Assert.True(exit == 0, output);
        Assert.Equal(3, output.Split('\n').Count(line => line.EndsWith("threads in the session: 48 of 48 results equal those of one thread, bit for bit", StringComparison.Ordinal)));
        Assert.Matches(@"200 scans by 1, 2 and 8 callers, \d+ more cancelled in the middle, \d+ cancelled too late: 0 results differ from the first", output);
    }

    [Fact]
    public void Growing_memory_is_told_from_a_flat_one()
    {
        Assert.True(Curve(i => 250_000_000 + i % 7 * 1_000_000).IsFlat);
        Assert.True(Curve(i => Math.Min(250_000_000, 100_000_000 + i * 10_000_000L)).IsFlat);
        Assert.False(Curve(i => 250_000_000 + i * 1_000_000L).IsFlat);
        Assert.Contains("GROWS", Curve(i => 250_000_000 + i * 1_000_000L).Verdict(), StringComparison.Ordinal);

        static MemoryCurve Curve(Func<int, long> at)
        {
            var curve = new MemoryCurve();
            for (var i = 0; i < 100; i++)
                curve.Add(at(i));
            return curve;
        }
    }
}
