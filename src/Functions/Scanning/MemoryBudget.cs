namespace StayPositive.Functions.Scanning;

/// <summary>Lets scans begin while what they need together stays inside a budget. First come, first served, so that a large image is not overtaken for ever.</summary>
internal sealed class MemoryBudget(long bytes)
{
    /// <summary>Bytes of each MB (10^6 bytes) of the setting for files that have been read.</summary>
    public const long ContentShare = 200_000;

    /// <summary>Bytes of each MB (10^6 bytes) of the setting for scans. A tenth is left: for what they have given back and the runtime has not yet collected.</summary>
    public const long ScanShare = 700_000;

    private readonly long all = bytes;
    private readonly Lock gate = new();
    private readonly LinkedList<(long Need, TaskCompletionSource Ready)> waiting = [];
    private long free = bytes;

    /// <summary>Bytes that are not taken.</summary>
    public long Free
    {
        get
        {
            lock (gate)
                return free;
        }
    }

    /// <summary>Scans that wait for their part.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>Takes a part of the budget; more than all of it counts as all. Disposed when the scan has ended.</summary>
    public async Task<IDisposable> TakeAsync(long need, CancellationToken cancellation)
    {
        need = Math.Clamp(need, 1, all);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<(long, TaskCompletionSource)> node;
        lock (gate)
        {
            node = waiting.AddLast((need, ready));
            Serve();
        }

        try
        {
            await ready.Task.WaitAsync(cancellation);
            return new Part(this, need);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                if (node.List is not null)
                    waiting.Remove(node);
                else
                    free += need; // served in the same moment
                Serve();
            }

            throw;
        }
    }

    private void Serve()
    {
        while (waiting.First is { } first && first.Value.Need <= free)
        {
            free -= first.Value.Need;
            waiting.RemoveFirst();
            first.Value.Ready.SetResult();
        }
    }

    private void GiveBack(long need)
    {
        lock (gate)
        {
            free += need;
            Serve();
        }
    }

    private sealed class Part(MemoryBudget budget, long need) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
                budget.GiveBack(need);
        }
    }
}
