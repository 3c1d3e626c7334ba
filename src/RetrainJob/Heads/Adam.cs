namespace StayPositive.RetrainJob.Heads;

/// <summary>Adam (Kingma and Ba, ICLR 2015), without weight decay.</summary>
/// <param name="size">Number of parameters.</param>
internal sealed class Adam(int size)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double[] first = new double[size];
    private readonly double[] second = new double[size];
    private int step;

    /// <summary>Moves the parameters against the gradient.</summary>
    public void Step(double[] w, double[] gradient, double rate)
    {
        step++;
        var (unbias1, unbias2) = (1 - Math.Pow(Beta1, step), 1 - Math.Pow(Beta2, step));
        for (var k = 0; k < w.Length; k++)
        {
            first[k] = Beta1 * first[k] + (1 - Beta1) * gradient[k];
            second[k] = Beta2 * second[k] + (1 - Beta2) * gradient[k] * gradient[k];
            w[k] -= rate * (first[k] / unbias1) / (Math.Sqrt(second[k] / unbias2) + Epsilon);
        }
    }
}
