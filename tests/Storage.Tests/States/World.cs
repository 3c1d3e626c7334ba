using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Tests.States;

/// <summary>What outlives the processes: the folder, and what they did outside it. A worker is the smallest flow that uses the store as the application does.</summary>
internal sealed class World : IDisposable
{
    public static readonly Scope Scope = new("uploads");
    public static readonly byte[] TombstoneKey = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];

    private readonly TemporaryFolder folder = new();

    /// <param name="results">Null = a new folder.</param>
    public World(IObjectStore? results = null) => Results = results ?? new FolderObjectStore(folder.Path, TimeProvider.System);

    public IObjectStore Results { get; }

    public List<(Effect Effect, Guid Message, UploadState State)> Done { get; } = [];

    public static UploadState State(string blob, string etag = "\"0x1\"", string content = "content", params Effect[] open) => new()
    {
        Upload = new UploadVersion("account", "uploads", blob, etag),
        Hash = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(content)).Hex,
        Code = "Scanned",
        Decision = Decision.NoFindings,
        ScannedAt = DateTimeOffset.UnixEpoch,
        Open = open,
    };

    public static StateStore Store(IObjectStore results) => new(results, new RefStore(results), new Tombstones(results, TombstoneKey), TimeProvider.System);

    /// <summary>One event: state, effects.</summary>
    public async Task HandleAsync(IObjectStore results, UploadState result, Life life)
    {
        var store = Store(new MortalStore(results, life));
        var written = await store.CreateAsync(Scope, result, default);
        await FinishAsync(store, written.State!, life);
    }

    /// <summary>The sweep: uploads without a state, then open effects.</summary>
    public async Task SweepAsync(IObjectStore results, IReadOnlyList<UploadState> uploads, Life life)
    {
        var store = Store(new MortalStore(results, life));
        foreach (var upload in uploads)
            if (await store.ReadAsync(upload.Key(Scope), default) is null)
                await HandleAsync(results, upload, life);
        foreach (var key in await store.ListOpenAsync(Scope, default).ToListAsync())
            if (await store.SettleAsync(key, default) is { } state)
                await FinishAsync(store, state, life);
    }

    public Task<List<StateKey>> MarkersAsync() => Store(Results).ListOpenAsync(Scope, default).ToListAsync().AsTask();

    public void Dispose() => folder.Dispose();

    private async Task FinishAsync(StateStore store, UploadState state, Life life)
    {
        foreach (var effect in state.Open)
        {
            life.Step();
            lock (Done)
                Done.Add((effect, state.MessageId, state));
            await store.FinishAsync(state.Key(Scope), [effect], default);
        }
    }
}
