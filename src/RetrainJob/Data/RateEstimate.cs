namespace StayPositive.RetrainJob.Data;

/// <summary>A rate of the traffic, estimated from a sample that was drawn with known probabilities.</summary>
/// <param name="Value">0..1; NaN without rows.</param>
/// <param name="Low">Lower end of the 95% interval.</param>
/// <param name="High">Upper end of the 95% interval.</param>
/// <param name="Rows">Rows of the sample that it is a rate of.</param>
/// <param name="EffectiveRows">Rows of equal weight that would say as much.</param>
internal sealed record RateEstimate(double Value, double Low, double High, int Rows, double EffectiveRows);
