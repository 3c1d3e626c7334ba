using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests;

/// <summary>Something happens just before certain writes.</summary>
internal sealed class BeforeWrite(IObjectStore store, Func<string, bool> which, Func<Task> what) : IObjectStore
{
    public Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, CancellationToken cancellation) => store.ListAsync(prefix, after, cancellation);

    public Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) => store.DeleteAsync(key, ifMatch, cancellation);

    public async Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation)
    {
        if (which(key.Value))
            await what();
        return await store.WriteAsync(key, content, condition, cancellation);
    }
}
