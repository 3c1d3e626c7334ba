namespace StayPositive.RetrainJob.Gates;

/// <summary>How a candidate came through one gate.</summary>
/// <param name="Gate">Which.</param>
/// <param name="Passed">Whether it did.</param>
/// <param name="Sentence">The figure, and the limit.</param>
internal sealed record GateResult(Gate Gate, bool Passed, string Sentence);
