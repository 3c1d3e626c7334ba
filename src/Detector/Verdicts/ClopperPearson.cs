namespace StayPositive.Detector.Verdicts;

/// <summary>Exact 95% interval of a proportion (Clopper and Pearson, Biometrika 1934): the ends are quantiles of beta distributions.</summary>
public static class ClopperPearson
{
    private const double Tail = 0.025;

    /// <summary>Interval of the rate behind <paramref name="hits"/> of <paramref name="trials"/>; (0, 1) without trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= hits &lt;= trials.</exception>
    public static (double Low, double High) Interval(int hits, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        var low = hits == 0 ? 0 : Quantile(Tail, hits, trials - hits + 1);
        var high = hits == trials ? 1 : Quantile(1 - Tail, hits + 1, trials - hits);
        return (low, high);
    }

    /// <summary>x with I_x(a, b) = p, by bisection: the distribution function is increasing.</summary>
    private static double Quantile(double p, double a, double b)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (BetaDistribution(middle, a, b) < p)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>For whole a and b, I_x(a, b) = P(Binomial(a + b - 1, x) >= a), summed in logarithms.</summary>
    internal static double BetaDistribution(double x, double a, double b)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;

        var n = a + b - 1;
        var term = 0.0; // log of the binomial coefficient (n over k), built up from k = 0
        var sum = 0.0;
        for (var k = 0; k <= n; k++)
        {
            if (k > 0)
                term += Math.Log((n - k + 1) / k);
            if (k >= a)
                sum += Math.Exp(term + k * Math.Log(x) + (n - k) * Math.Log(1 - x));
        }

        return Math.Min(1, sum);
    }
}
