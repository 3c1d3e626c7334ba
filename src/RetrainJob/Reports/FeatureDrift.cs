namespace StayPositive.RetrainJob.Reports;

/// <summary>Drift of one feature.</summary>
/// <param name="Channel">Its number.</param>
/// <param name="Psi">Population stability index.</param>
/// <param name="Weight">Of the candidate: a feature without weight may drift.</param>
internal sealed record FeatureDrift(int Channel, double Psi, float Weight);
