using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>A store that lists very many objects below one prefix, and none elsewhere.</summary>
internal sealed class MillionObjects(CallCounter calls, string prefix, IEnumerable<ObjectKey> keys) : IObjectStore
{
    public IAsyncEnumerable<ObjectEntry> ListAsync(string wanted, ObjectKey? after, CancellationToken cancellation) =>
        calls.Paged(wanted == prefix ? keys.Select(key => new ObjectEntry(key)) : []);

    public Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation)
    {
        calls.Call();
        return Task.FromResult<StoredObject?>(null);
    }

    public Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) => throw new NotSupportedException();
}
