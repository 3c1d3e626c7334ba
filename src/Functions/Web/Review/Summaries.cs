using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Web.Review;

/// <summary>
/// Documents of counts: <c>summaries/{name}.json</c>. One that is too old is still answered, with its time, while a new one is being counted; only the very first is waited for. All processes
/// share them.
/// </summary>
internal sealed partial class Summaries(Installation installation, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<Summaries> log)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly ConcurrentDictionary<string, Lazy<Task>> counting = new();

    public async Task<T> ReadAsync<T>(Scope scope, string name, TimeSpan maxAge, Func<CancellationToken, Task<T>> count, CancellationToken cancellation)
        where T : class, ISummary
    {
        var key = new ObjectKey($"{scope}/summaries/{name}.json");
        if (await ReadAsync<T>(key, cancellation) is not { } there)
        {
            await BeginAsync().WaitAsync(cancellation);
            return await ReadAsync<T>(key, cancellation) ?? throw new InvalidOperationException($"The summary {key} was counted and is not there.");
        }

        if (clock.GetUtcNow() - there.At > maxAge)
            _ = BeginAsync();
        return there;

        Task BeginAsync() => counting.GetOrAdd(key.Value, _ => new(() => Task.Run(() => CountAsync(key, count, lifetime.ApplicationStopping)))).Value; // begun when it is in the dictionary, so that its end finds it there
    }

    private async Task<T?> ReadAsync<T>(ObjectKey key, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await installation.Review.ReadAsync(key, cancellation) is { } found ? JsonSerializer.Deserialize<T>(found.Content.Span, Json) : null;
        }
        catch (JsonException)
        {
            return null; // of another version of this program: counted anew
        }
    }

    private async Task CountAsync<T>(ObjectKey key, Func<CancellationToken, Task<T>> count, CancellationToken cancellation)
    {
        try
        {
            await installation.Review.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(await count(cancellation), Json), WriteCondition.None, cancellation);
        }
#pragma warning disable CA1031 // the old counts stay, with their time
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(fault, key.Value);
        }
        finally
        {
            counting.TryRemove(key.Value, out _);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The summary {Key} could not be counted; the last one stays")]
    private partial void Failed(Exception fault, string key);
}
