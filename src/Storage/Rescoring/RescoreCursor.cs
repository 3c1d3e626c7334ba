namespace StayPositive.Storage.Rescoring;

/// <summary>Content of <c>{scope}/rescoring/{manifest}.json</c>: how far a rescoring has come.</summary>
/// <param name="Policy">It judges by this policy.</param>
/// <param name="Next">Key of the first blob that is still to be looked at.</param>
/// <param name="Done">What became of those before it.</param>
internal sealed record RescoreCursor(string Policy, string Next, RescoreReport Done);
