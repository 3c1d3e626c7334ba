using System.Runtime.CompilerServices;
using CsCheck;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests;

/// <summary>Runs several actors on one store, one call at a time, in an order that the test chooses.</summary>
internal sealed class Turnstile(IObjectStore store) : IDisposable
{
    private readonly List<Actor> actors = [];

    /// <summary>Orders of calls: every call another actor's, or several calls of one before the next has its turn.</summary>
    public static Gen<int[]> Orders(int actors) => Gen.OneOf(
        Gen.Int[0, actors - 1].Array[40],
        Gen.Select(Gen.Int[0, actors - 1], Gen.Int[1, 15]).Array[5, 25].Select(runs => runs.SelectMany(run => Enumerable.Repeat(run.Item1, run.Item2)).ToArray()));

    /// <summary>Adds an actor; it stops before its first call.</summary>
    public void Add(Func<IObjectStore, Task> work)
    {
        var actor = new Actor(store);
        actors.Add(actor);
        actor.Run(work);
    }

    /// <summary>Lets the actors make their calls in an order, and looks after each call. Indices are taken modulo the actors still at work.</summary>
    public async Task RunAsync(IReadOnlyList<int> order, Func<Task> look)
    {
        foreach (var actor in actors)
            await actor.ParkedAsync();
        for (var turn = 0; actors.Where(actor => !actor.IsDone).ToArray() is { Length: > 0 } alive; turn++)
        {
            await alive[order[turn % order.Count] % alive.Length].StepAsync();
            await look();
        }

        foreach (var actor in actors)
            await actor.Work;
    }

    public void Dispose() => actors.ForEach(actor => actor.Dispose());

    private sealed class Actor(IObjectStore store) : IObjectStore, IDisposable
    {
        private readonly SemaphoreSlim granted = new(0);
        private readonly SemaphoreSlim parked = new(0);

        public bool IsDone { get; private set; }

        public Task Work { get; private set; } = Task.CompletedTask;

        public void Run(Func<IObjectStore, Task> work) => Work = Task.Run(async () =>
        {
            try
            {
                await work(this);
            }
            finally
            {
                IsDone = true;
                parked.Release();
            }
        });

        public Task ParkedAsync() => parked.WaitAsync();

        public Task StepAsync()
        {
            granted.Release();
            return ParkedAsync();
        }

        public async Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation)
        {
            await TurnAsync();
            return await store.ReadAsync(key, cancellation);
        }

        public async Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation)
        {
            await TurnAsync();
            return await store.WriteAsync(key, content, condition, cancellation);
        }

        public async IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await TurnAsync();
            await foreach (var entry in store.ListAsync(prefix, after, cancellation))
                yield return entry;
        }

        public async Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation)
        {
            await TurnAsync();
            return await store.DeleteAsync(key, ifMatch, cancellation);
        }

        public void Dispose()
        {
            granted.Dispose();
            parked.Dispose();
        }

        private Task TurnAsync()
        {
            parked.Release();
            return granted.WaitAsync();
        }
    }
}
