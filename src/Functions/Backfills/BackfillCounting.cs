using StayPositive.Detector.Decoding;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Backfills;

/// <summary>Counts before anything is scanned: a listing, and the headers of some files for an estimate of their pixels.</summary>
internal static class BackfillCounting
{
    private const int PageSize = 5000;
    private const int MostSamples = 16;
    private const int SamplesOfAPage = 4;
    private const int LargestSample = 30_000_000;

    /// <summary>One page further; ready at the end of the listing.</summary>
    public static async Task<Backfill> StepAsync(Stores stores, Scope scope, Backfill backfill, CancellationToken cancellation)
    {
        var page = await BackfillPage.ReadAsync(stores, scope, backfill, PageSize, cancellation);
        var due = page.Uploads.Where(upload => !page.IsKnown(scope, upload)).ToList();
        var count = backfill.Count with
        {
            Blobs = backfill.Count.Blobs + page.Uploads.Count,
            Bytes = backfill.Count.Bytes + page.Uploads.Sum(upload => upload.Length),
            Due = backfill.Count.Due + due.Count,
            DueBytes = backfill.Count.DueBytes + due.Sum(upload => upload.Length),
        };
        for (var n = 0; n < SamplesOfAPage && n < due.Count && count.Samples < MostSamples; n++)
            count = await SampleAsync(stores, due[n * due.Count / Math.Min(SamplesOfAPage, due.Count)], count, cancellation);
        return page.IsLast
            ? backfill with { Count = count, Cursor = null, Status = BackfillStatus.Ready }
            : backfill with { Count = count, Cursor = page.Uploads[^1].Version.Name.Name };
    }

    private static async Task<BackfillCount> SampleAsync(Stores stores, UploadEntry upload, BackfillCount count, CancellationToken cancellation)
    {
        var read = await stores.Uploads.ReadAsync(upload.Version, LargestSample, cancellation);
        if (read.Outcome != UploadReadOutcome.Read || ImageDecoder.Facts(read.Content, new DecodeLimits()) is not { } facts)
            return count;
        return count with { Samples = count.Samples + 1, SampledBytes = count.SampledBytes + upload.Length, SampledPixels = count.SampledPixels + (long)facts.Width * facts.Height };
    }
}
