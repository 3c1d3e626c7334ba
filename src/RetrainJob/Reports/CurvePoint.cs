namespace StayPositive.RetrainJob.Reports;

/// <summary>A point of a curve, both 0..1.</summary>
internal sealed record CurvePoint(double X, double Y);
