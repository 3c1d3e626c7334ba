using StayPositive.Functions.Backfills;
using StayPositive.Storage.Backfills;

namespace StayPositive.Functions.Web.Backfills;

/// <summary>A backfill as it stands.</summary>
/// <param name="Id">Its name in its container.</param>
/// <param name="Container">Container with uploads.</param>
/// <param name="Prefix">Beginning of the names.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedBy">Who asked for it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="ChangedAt">Last change, UTC.</param>
/// <param name="Count">What a listing said before anything was scanned.</param>
/// <param name="Progress">What was done.</param>
/// <param name="DailyMegapixels">Budget of a day (UTC).</param>
/// <param name="DayMegapixels">Used of it on <paramref name="Day"/>.</param>
/// <param name="Day">UTC.</param>
/// <param name="DeferredUntil">When it goes on by itself, UTC.</param>
/// <param name="Alert">One sentence, when somebody should look.</param>
internal sealed record BackfillAnswer(
    string Id, string Container, string Prefix, BackfillStatus Status, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, BackfillAnswer.Counted Count, BackfillProgress Progress,
    double? DailyMegapixels, double DayMegapixels, DateOnly? Day, DateTimeOffset? DeferredUntil, string? Alert)
{
    public static BackfillAnswer Of(Backfill backfill, BackfillOptions options)
    {
        var (count, megapixels) = (backfill.Count, backfill.Count.Megapixels());
        return new BackfillAnswer(
            backfill.Id, backfill.Container, backfill.Prefix, backfill.Status, backfill.CreatedBy, backfill.CreatedAt, backfill.ChangedAt,
            new Counted(count.Blobs, count.Bytes, count.Due, count.DueBytes, megapixels, megapixels * options.CpuSecondsPerMegapixel, count.Samples), backfill.Progress,
            backfill.DailyMegapixels, backfill.DayMegapixels, backfill.Day, backfill.DeferredUntil, AlertOf(backfill));
    }

    private static string? AlertOf(Backfill backfill) => backfill switch
    {
        { Status: BackfillStatus.Deferred } => $"The day's budget of {backfill.DailyMegapixels} megapixels is used up; it goes on at {backfill.DeferredUntil:u}.",
        { Attempts: > 0 } => "An upload could not be scanned and is tried again; the log says why.",
        { Progress.Failed: > 0 } => $"{backfill.Progress.Failed} uploads could not be scanned; the log names them, and another backfill takes them on again.",
        _ => null,
    };

    /// <summary>What a listing said.</summary>
    /// <param name="Blobs">Uploads with the prefix.</param>
    /// <param name="Bytes">Their sizes together.</param>
    /// <param name="Due">Uploads among them without a result.</param>
    /// <param name="DueBytes">Their sizes together.</param>
    /// <param name="Megapixels">Estimate for the due ones, from the headers of <paramref name="Samples"/> of them; absent when none could be read.</param>
    /// <param name="CpuSeconds">Estimate: megapixels times the setting <c>Backfills:CpuSecondsPerMegapixel</c>.</param>
    /// <param name="Samples">Files whose headers were read.</param>
    internal sealed record Counted(long Blobs, long Bytes, long Due, long DueBytes, double? Megapixels, double? CpuSeconds, int Samples);
}
