namespace StayPositive.Functions.Scanning;

/// <summary>How the challenger stands.</summary>
/// <param name="Challenger">Its version; null without one.</param>
/// <param name="NotScored">Why it is not scored beside the champion, one sentence; null when it is, or when there is none.</param>
internal sealed record ShadowHealth(string? Challenger, string? NotScored)
{
    /// <summary>There is no challenger, or nobody has looked yet.</summary>
    public static ShadowHealth None { get; } = new(null, null);
}
