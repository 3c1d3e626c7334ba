using StayPositive.Functions.Scanning;
using StayPositive.Storage.Tests;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class BackoffTests
{
    [Fact]
    public void Each_failure_doubles_the_wait_up_to_four_minutes_and_a_success_ends_it()
    {
        var clock = new ManualClock();
        var backoff = new Backoff<string>(clock);
        Assert.True(backoff.MayTry("a"));
        var waits = new List<double>();
        for (var n = 0; n < 12; n++)
        {
            backoff.Failed("a");
            var waited = TimeSpan.Zero;
            for (var step = TimeSpan.FromSeconds(0.5); !backoff.MayTry("a"); waited += step)
                clock.Advance(step);
            waits.Add(waited.TotalSeconds);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256], waits);
        backoff.Failed("a");
        Assert.True(backoff.MayTry("b"));
        backoff.Passed("a");
        Assert.True(backoff.MayTry("a"));
    }
}
