using StayPositive.RetrainJob.Data;

namespace StayPositive.RetrainJob.Gates;

/// <summary>A held-out row as three heads judge it.</summary>
/// <param name="Name">SHA-256 of the content, and what was done to it.</param>
/// <param name="Group">Rows of one group are not independent: the bootstrap moves them together.</param>
/// <param name="Generated">The label.</param>
/// <param name="Facts">By what it is sliced.</param>
/// <param name="AuditProbability">Probability with which it was drawn for the blind audit, (0, 1]; null = not an audit row.</param>
/// <param name="Golden">Of the frozen set whose correct verdicts must stay correct.</param>
/// <param name="Candidate">The new head.</param>
/// <param name="Champion">The head that serves.</param>
/// <param name="Unconstrained">The same fit without w >= 0, the honest baseline.</param>
internal sealed record GateRow(
    string Name, string Group, bool Generated, RowFacts Facts, double? AuditProbability, bool Golden, RowScore Candidate, RowScore Champion, RowScore Unconstrained)
{
    /// <summary>True when it was not scanned with the candidate: its margin rests on windows that another head chose, and says nothing against a finding.</summary>
    public bool IsLowerBound { get; init; }
}
