using System.Text.Json.Serialization;

namespace StayPositive.Detector.Evaluation;

/// <summary>An estimate with its interval.</summary>
/// <param name="Low">Lower end; NaN if no interval can be given (fewer than two sources, or too few usable resamples).</param>
/// <param name="Estimate">The value on the sample itself; NaN if it is not defined there (for example one class only).</param>
/// <param name="High">Upper end; NaN when <paramref name="Low"/> is.</param>
public sealed record Interval(double Low, double Estimate, double High)
{
    /// <summary>Whether <see cref="Low"/> and <see cref="High"/> are numbers.</summary>
    [JsonIgnore]
    public bool IsBounded => !double.IsNaN(Low) && !double.IsNaN(High);
}
