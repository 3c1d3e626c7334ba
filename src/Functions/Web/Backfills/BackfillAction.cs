using StayPositive.Storage.Backfills;

namespace StayPositive.Functions.Web.Backfills;

/// <summary>What somebody may do with a backfill.</summary>
internal static class BackfillAction
{
    /// <summary>The backfill after the action; null when that cannot be done as it stands.</summary>
    /// <param name="action"><c>run</c>, <c>pause</c>, <c>resume</c> or <c>cancel</c>.</param>
    /// <param name="there">As it is now.</param>
    public static Backfill? Apply(string action, Backfill there) => (action, there.Status) switch
    {
        ("run", BackfillStatus.Ready) => there with { Status = BackfillStatus.Running },
        ("pause", BackfillStatus.Running or BackfillStatus.Deferred) => there with { Status = BackfillStatus.Paused, DeferredUntil = null },
        ("resume", BackfillStatus.Paused) => there with { Status = BackfillStatus.Running },
        ("cancel", not (BackfillStatus.Done or BackfillStatus.Cancelled)) => there with { Status = BackfillStatus.Cancelled, DeferredUntil = null },
        _ => null,
    };

    public static bool IsKnown(string action) => action is "run" or "pause" or "resume" or "cancel";
}
