namespace StayPositive.Detector.Evaluation;

/// <summary>A figure of a resampled data set.</summary>
/// <param name="counts">How often each source was drawn, by its number in <see cref="SourceIndex"/>: [sources], >= 0.</param>
/// <returns>The figure, or NaN if it is not defined for this draw.</returns>
public delegate double WeightedMetric(ReadOnlySpan<int> counts);
