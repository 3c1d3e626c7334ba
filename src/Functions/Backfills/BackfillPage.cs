using StayPositive.Functions.Scanning;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Backfills;

/// <summary>Some uploads of a listing, and which of them have a state.</summary>
/// <param name="From">It begins behind the upload of this name; null = at the beginning.</param>
/// <param name="Uploads">In order.</param>
/// <param name="Known">Those with a state.</param>
/// <param name="IsLast">True when the listing has ended.</param>
internal sealed record BackfillPage(string? From, IReadOnlyList<UploadEntry> Uploads, IReadOnlySet<StateKey> Known, bool IsLast)
{
    /// <summary>The uploads behind the cursor. Two listings, so that what is known costs no call of its own.</summary>
    public static async Task<BackfillPage> ReadAsync(Stores stores, Scope scope, Backfill backfill, int size, CancellationToken cancellation)
    {
        var uploads = await stores.Uploads.ListAsync(backfill.Container, backfill.Prefix, backfill.Cursor, cancellation).Take(size).ToListAsync(cancellation);
        var known = new HashSet<StateKey>();
        if (uploads.Count == 0)
            return new(backfill.Cursor, uploads, known, true);
        var (first, last) = (uploads.Min(Blob), uploads.Max(Blob));
        await foreach (var state in stores.States.ListAsync(scope, first, cancellation).TakeWhile(state => state.Blob <= last).WithCancellation(cancellation))
            known.Add(state);
        return new(backfill.Cursor, uploads, known, uploads.Count < size);
    }

    /// <summary>The part of it behind an upload; null when there is none, or when the upload is not in it.</summary>
    /// <param name="cursor">Name of the upload; null = the beginning of the listing.</param>
    /// <param name="size">Uploads at most.</param>
    public BackfillPage? Behind(string? cursor, int size)
    {
        var first = cursor == From ? 0 : 1 + Uploads.TakeWhile(upload => upload.Version.Name.Name != cursor).Count();
        if (first > Uploads.Count || (first == Uploads.Count && !IsLast))
            return null;
        return this with { From = cursor, Uploads = [.. Uploads.Skip(first).Take(size)], IsLast = IsLast && Uploads.Count - first < size };
    }

    public bool IsKnown(Scope scope, UploadEntry upload) => Known.Contains(StateKey.Of(scope, upload.Version.Name.Name, upload.Version.ETag));

    private static BlobKey Blob(UploadEntry upload) => BlobKey.Of(upload.Version.Name.Name);
}
