namespace StayPositive.RetrainJob.Heads;

/// <summary>Which parts of a point (v, b) may move, and how far.</summary>
/// <param name="NonNegative">v >= 0.</param>
/// <param name="FreeBias">False holds b at zero.</param>
internal readonly record struct Constraints(bool NonNegative, bool FreeBias)
{
    /// <summary>How far a point is from the conditions of Karush, Kuhn and Tucker: max(||v - max(0, v - grad)||inf, |d/db|); max |grad| without constraint.</summary>
    public double Residual(double[] x, double[] gradient)
    {
        var residual = FreeBias ? Math.Abs(gradient[^1]) : 0;
        for (var c = 0; c < x.Length - 1; c++)
            residual = Math.Max(residual, Violation(x[c], gradient[c]));
        return residual;
    }

    /// <summary>
    /// Channels whose values the next step may change: those above zero, those at zero that the gradient pulls up most (half as many as are above zero already, or 128), and those at zero so near
    /// to being pulled that the step may tip them. Ascending; C is the bias. What is left out is seen again at the next gradient.
    /// </summary>
    public int[] WorkingSet(double[] x, double[] gradient, double residual)
    {
        const int atLeast = 128;
        var chosen = new List<int>();
        var pulled = new List<int>();
        for (var c = 0; c < x.Length - 1; c++)
            if (x[c] != 0 || (!NonNegative && gradient[c] != 0))
                chosen.Add(c);
            else if (NonNegative && gradient[c] < residual / 2)
                pulled.Add(c);
        chosen.AddRange(pulled.OrderBy(c => gradient[c]).ThenBy(c => c).Take(Math.Max(atLeast, chosen.Count / 2)));
        if (FreeBias)
            chosen.Add(x.Length - 1);
        chosen.Sort();
        return [.. chosen];
    }

    private double Violation(double v, double gradient) => Math.Abs(NonNegative ? v - Math.Max(0, v - gradient) : gradient);
}
