namespace StayPositive.RetrainJob.Refits;

/// <summary>Scores of one image, each head with its own best windows.</summary>
/// <param name="Candidate">With the bias 0.</param>
/// <param name="Champion">As it serves.</param>
internal sealed record ScannedLogits(RowLogits Candidate, RowLogits Champion);
