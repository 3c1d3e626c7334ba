using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests;

/// <summary>A store as a process sees it that is killed between two writes.</summary>
internal sealed class MortalStore(IObjectStore store, Life life) : IObjectStore
{
    public Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, CancellationToken cancellation) => store.ListAsync(prefix, after, cancellation);

    public Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation)
    {
        life.Step();
        return store.WriteAsync(key, content, condition, cancellation);
    }

    public Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation)
    {
        life.Step();
        return store.DeleteAsync(key, ifMatch, cancellation);
    }
}
