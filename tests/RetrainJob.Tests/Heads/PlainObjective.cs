using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

/// <summary>The objective once more, written down as it is defined, without a kernel.</summary>
internal static class PlainObjective
{
    /// <summary>Value, and residual of the conditions of Karush, Kuhn and Tucker, of a head.</summary>
    public static (double Value, double Residual) Of(SyntheticRows rows, HeadFit fit, RefitSettings settings)
    {
        var c = rows.Channels;
        var weight = Enumerable.Range(0, rows.Count).Select(i => (double)rows.Weights[i]).ToArray();
        var total = weight.Sum();
        var rms = Enumerable.Range(0, c).Select(k => Math.Sqrt(Enumerable.Range(0, rows.Count).Sum(i => weight[i] * Square(rows.Features[i * c + k])) / total)).Select(r => r == 0 ? 1 : r).ToArray();
        var classes = new[] { 0, 1 }.Select(label => Enumerable.Range(0, rows.Count).Where(i => rows.Labels[i] == label).Sum(i => weight[i])).ToArray();
        var logits = rows.Logits(fit);
        var v = fit.Weights.Select((w, k) => w * rms[k]).ToArray();
        var gradient = v.Select(x => settings.L2 * x).Append(0).ToArray();
        var value = settings.L2 / 2 * v.Sum(Square);
        for (var i = 0; i < rows.Count; i++)
        {
            var share = settings.BalanceClasses ? weight[i] / classes[rows.Labels[i]] / 2 : weight[i] / total;
            var error = share * (1 / (1 + Math.Exp(-logits[i])) - rows.Labels[i]);
            value += share * Math.Log(1 + Math.Exp(rows.Labels[i] == 1 ? -logits[i] : logits[i]));
            for (var k = 0; k < c; k++)
                gradient[k] += error * rows.Features[i * c + k] / rms[k];
            gradient[c] += error;
        }

        var residual = settings.Bias == BiasTreatment.Free ? Math.Abs(gradient[c]) : 0;
        for (var k = 0; k < c; k++)
            residual = Math.Max(residual, Math.Abs(settings.NonNegative ? v[k] - Math.Max(0, v[k] - gradient[k]) : gradient[k]));
        return (value, residual);
    }

    private static double Square(double x) => x * x;

    private static double Square(float x) => (double)x * x;
}
