using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

/// <summary>An object store as a sorted dictionary: every step is done to both, and both must answer the same.</summary>
internal sealed class StoreModel
{
    private readonly SortedDictionary<string, (byte[] Content, string ETag)> objects = new(StringComparer.Ordinal);
    private string seen = "\"0x0\"";

    public IEnumerable<string> Keys => objects.Keys;

    public async Task StepAsync(IObjectStore store, int kind, ObjectKey key, byte[] content, CancellationToken cancellation)
    {
        var there = objects.TryGetValue(key.Value, out var current);
        switch (kind)
        {
            case 0:
                await WriteAsync(WriteCondition.None, true);
                break;
            case 1:
                await WriteAsync(WriteCondition.IfAbsent, !there);
                break;
            case 2:
                await WriteAsync(WriteCondition.IfMatch(there ? current.ETag : seen), there);
                break;
            case 3: // an ETag that was seen somewhere
                await WriteAsync(WriteCondition.IfMatch(seen), there && current.ETag == seen);
                break;
            case 4:
                var ifMatch = content[^1] % 2 == 0 ? null : seen;
                var deletes = there && (ifMatch is null || current.ETag == ifMatch);
                Assert.Equal(deletes, await store.DeleteAsync(key, ifMatch, cancellation));
                if (deletes)
                    objects.Remove(key.Value);
                break;
            default:
                var read = await store.ReadAsync(key, cancellation);
                Assert.Equal(there, read is not null);
                Assert.Equal(current.Content, read?.Content.ToArray());
                Assert.Equal(current.ETag, read?.ETag);
                break;
        }

        async Task WriteAsync(WriteCondition condition, bool holds)
        {
            var etag = await store.WriteAsync(key, content, condition, cancellation);
            Assert.Equal(holds, etag is not null);
            if (etag is not null)
                objects[key.Value] = (content, seen = etag);
        }
    }
}
