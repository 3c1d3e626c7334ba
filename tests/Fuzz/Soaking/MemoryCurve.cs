using System.Globalization;

namespace StayPositive.Fuzz.Soaking;

/// <summary>Resident memory over a run, and whether it grows.</summary>
internal sealed class MemoryCurve
{
    private const int Enough = 40;
    private const double Tolerance = 0.05;
    private readonly List<long> bytes = [];

    /// <summary>The newest value, bytes.</summary>
    public long Last => bytes[^1];

    /// <summary>True when the median of the last quarter is at most 5% above that of the second, or when there are too few values to tell.</summary>
    public bool IsFlat => bytes.Count < Enough || Growth <= Tolerance;

    private double Growth => (double)Median(3) / Median(1) - 1;

    public void Add(long resident) => bytes.Add(resident);

    /// <summary>In a sentence.</summary>
    public string Verdict() => bytes.Count < Enough
        ? $"memory: too few values ({bytes.Count}) to tell whether it grows"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"memory: {(IsFlat ? "flat" : "GROWS")}, median {Median(1) / 1e6:F1} MB in the second quarter, {Median(3) / 1e6:F1} MB in the last ({Growth:+0.0%;-0.0%}), highest {bytes.Max() / 1e6:F1} MB");

    private long Median(int quarter)
    {
        var values = bytes[(quarter * bytes.Count / 4)..((quarter + 1) * bytes.Count / 4)].Order().ToArray();
        return values[values.Length / 2];
    }
}
