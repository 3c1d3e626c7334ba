namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Platt's scaling: P(generated) = sigmoid(slope x logit + offset) for equally many real and generated images, by maximum likelihood
/// (Newton on two parameters, both classes carrying half of the weight).
/// </summary>
internal static class ProbabilityScale
{
    private const int MaxIterations = 100;
    private const double Ridge = 1e-6;

    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static (double Slope, double Offset) Fit(IReadOnlyList<(float Logit, bool Generated)> scans)
    {
        var generated = scans.Count(scan => scan.Generated);
        if (generated == 0 || generated == scans.Count)
            throw new ArgumentException("A probability scale needs real and generated images.", nameof(scans));

        var (slope, offset) = (1.0, -(double)scans.Average(scan => scan.Logit));
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            double g1 = Ridge * slope, g2 = 0, h11 = Ridge, h12 = 0, h22 = 0;
            foreach (var (logit, isGenerated) in scans)
            {
                var weight = 0.5 / (isGenerated ? generated : scans.Count - generated);
                var p = 1 / (1 + Math.Exp(-(slope * logit + offset)));
                var error = weight * (p - (isGenerated ? 1 : 0));
                var curvature = weight * p * (1 - p) + Ridge / scans.Count;
                g1 += error * logit;
                g2 += error;
                h11 += curvature * logit * logit;
                h12 += curvature * logit;
                h22 += curvature;
            }

            var determinant = h11 * h22 - h12 * h12;
            var (d1, d2) = ((h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant);
            var damping = Math.Min(1, 2 / Math.Max(1e-12, Math.Max(Math.Abs(d1), Math.Abs(d2))));
            (slope, offset) = (slope - damping * d1, offset - damping * d2);
            if (Math.Max(Math.Abs(d1), Math.Abs(d2)) < 1e-9)
                break;
        }

        return (slope, offset);
    }
}
