namespace StayPositive.Storage.Backfills;

/// <summary>What a backfill has done. A page that a kill cut short is taken on again; what it had scanned is then known.</summary>
/// <param name="Taken">Uploads taken on: the sum of the next four.</param>
/// <param name="Scanned">Have a new state.</param>
/// <param name="Known">Had one.</param>
/// <param name="Skipped">Gone, erased, or overwritten again and again.</param>
/// <param name="Failed">Given up after some attempts; the log names them, and another backfill takes them on again.</param>
/// <param name="Megapixels">Of what was scanned.</param>
public sealed record BackfillProgress(long Taken, long Scanned, long Known, long Skipped, long Failed, double Megapixels)
{
    /// <summary>Nothing done yet.</summary>
    public static BackfillProgress None { get; } = new(0, 0, 0, 0, 0, 0);
}
