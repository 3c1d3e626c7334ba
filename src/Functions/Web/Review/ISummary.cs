namespace StayPositive.Functions.Web.Review;

/// <summary>Counts that were true at a time.</summary>
internal interface ISummary
{
    /// <summary>When the counting began, UTC.</summary>
    DateTimeOffset At { get; }
}
