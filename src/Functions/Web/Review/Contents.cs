using Microsoft.Extensions.Caching.Memory;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Uploads.UploadVersion;

namespace StayPositive.Functions.Web.Review;

/// <summary>Bytes of contents under review, and what was made of them, for some minutes: a reviewer asks for the picture, the evidence and the facts of one content one after the other.</summary>
internal sealed class Contents(Stores stores, Subjects subjects, CurrentModel models, MemoryBudget memory, ContentScanner files, IHttpContextAccessor requests) : IDisposable
{
    private const long Capacity = 160_000_000;
    private const long PictureOverhead = 180_000_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly SemaphoreSlim slots = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>The bytes, from the first upload where they still lie; null when they lie nowhere any more.</summary>
    public Task<ReadOnlyMemory<byte>?> BytesAsync(Subject subject, CancellationToken cancellation) => CachedAsync<ReadOnlyMemory<byte>?>(
        $"{subject.Scope} {subject.Hash}", bytes => bytes?.Length ?? 0, () => ReadAsync(subject, cancellation));

    /// <summary>What a computation makes of a content; computed one a core, inside the memory of all scans, and kept.</summary>
    /// <param name="key">Of the result, unique among all.</param>
    /// <param name="need">Bytes of memory that it takes.</param>
    /// <param name="size">Bytes of the result.</param>
    /// <param name="work">Runs on another thread.</param>
    /// <param name="cancellation">While waiting for a core.</param>
    public Task<T?> ComputeAsync<T>(string key, long need, Func<T, long> size, Func<T?> work, CancellationToken cancellation)
        where T : class => CachedAsync<T?>(key, made => made is null ? 0 : size(made), async () =>
    {
        using var part = await memory.TakeAsync(need, cancellation);
        await slots.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            slots.Release();
        }
    });

    /// <summary>Bytes of memory that a picture of a file takes at most, whatever its header says.</summary>
    public static long PictureMemory(int length) => PictureOverhead + 2L * length;

    /// <summary>Takes memory beside that of the scans; disposed when it is free again.</summary>
    public Task<IDisposable> TakeAsync(long bytes, CancellationToken cancellation) => memory.TakeAsync(bytes, cancellation);

    /// <summary>Looks the content up and reads it, or says why not.</summary>
    public async Task<(Subject? Subject, ReadOnlyMemory<byte> Bytes, IResult? Problem)> OpenAsync(string container, string hash, CancellationToken cancellation)
    {
        if (await subjects.FindAsync(container, hash, cancellation) is not { } subject)
            return (null, default, Problems.Of(404, Problems.NotFound, "Nothing with this content was scanned, or it was erased."));
        return await BytesAsync(subject, cancellation) is { } bytes ? (subject, bytes, null) : (subject, default, Problems.Of(404, "Gone", "The content no longer lies at any of its places."));
    }

    /// <summary>Under what the scanner decodes.</summary>
    public Task<ModelLease> LeaseAsync(CancellationToken cancellation) => models.LeaseAsync(cancellation);

    public void Dispose()
    {
        cache.Dispose();
        slots.Dispose();
    }

    private async Task<T> CachedAsync<T>(string key, Func<T, long> size, Func<Task<T>> make)
    {
        if (cache.TryGetValue(key, out T? there))
            return there!;
        var made = await make();
        if (size(made) is > 0 and < Capacity / 4 and var bytes)
            cache.Set(key, made, new MemoryCacheEntryOptions { Size = bytes, AbsoluteExpirationRelativeToNow = Kept });
        return made;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(Subject subject, CancellationToken cancellation)
    {
        using var lease = await models.LeaseAsync(cancellation);
        var most = (int)Math.Min(int.MaxValue, lease.Package.Policy.Limits.MaxMegabytes * 1_000_000L);
        foreach (var state in subject.States)
        {
            var version = new UploadVersion(new UploadName(state.Upload.Container, state.Upload.Blob), state.Upload.ETag);
            if (await stores.Uploads.FindAsync(version.Name, cancellation) is not { } there || there.Version != version)
                continue;
            var held = await files.HoldAsync(Math.Min(there.Length, most), cancellation);
            if (requests.HttpContext is { } request)
                request.Response.RegisterForDispose(held); // the bytes are in use until the request has its answer
            else
                held.Dispose();
            var read = await stores.Uploads.ReadAsync(version, most, cancellation);
            if (read.Outcome == UploadReadOutcome.Read && ContentHash.Of(read.Content.Span) == subject.Hash)
                return read.Content;
        }

        return null;
    }
}
