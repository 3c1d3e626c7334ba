namespace StayPositive.Storage.Review;

/// <summary>Answer to a decision.</summary>
/// <param name="Taken">False when it was stale: another decision came first.</param>
/// <param name="Newest">The newest label now.</param>
public sealed record LabelWrite(bool Taken, Label Newest)
{
    /// <summary>True when the content was erased meanwhile; nothing stays of the decision.</summary>
    public bool IsErased { get; init; }
}
