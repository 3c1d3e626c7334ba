namespace StayPositive.Functions.Web.Measurements;

/// <summary>Answer of <c>GET /api/measurements/{scope}/{hash}</c>: one entry for each backbone and engine that has seen the content.</summary>
internal sealed record MeasurementsAnswer(string Scope, string Sha256, IReadOnlyList<MeasurementAnswer> Measurements);
