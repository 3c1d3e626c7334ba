using StayPositive.Functions.Scanning;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Backfills;

/// <summary>Some uploads of a listing, and which of them have a state.</summary>
/// <param name="Uploads">In order.</param>
/// <param name="Known">Those with a state.</param>
/// <param name="IsLast">True when the listing has ended.</param>
internal sealed record BackfillPage(IReadOnlyList<UploadEntry> Uploads, IReadOnlySet<StateKey> Known, bool IsLast)
{
    /// <summary>The uploads behind the cursor. Two listings, so that what is known costs no call of its own.</summary>
    public static async Task<BackfillPage> ReadAsync(Stores stores, Scope scope, Backfill backfill, int size, CancellationToken cancellation)
    {
        var uploads = await stores.Uploads.ListAsync(backfill.Container, backfill.Prefix, backfill.Cursor, cancellation).Take(size).ToListAsync(cancellation);
        var known = new HashSet<StateKey>();
        if (uploads.Count == 0)
            return new(uploads, known, true);
        var (first, last) = (uploads.Min(Blob), uploads.Max(Blob));
        await foreach (var state in stores.States.ListAsync(scope, first, cancellation).TakeWhile(state => state.Blob <= last).WithCancellation(cancellation))
            known.Add(state);
        return new(uploads, known, uploads.Count < size);
    }

    public bool IsKnown(Scope scope, UploadEntry upload) => Known.Contains(StateKey.Of(scope, upload.Version.Name.Name, upload.Version.ETag));

    private static BlobKey Blob(UploadEntry upload) => BlobKey.Of(upload.Version.Name.Name);
}
