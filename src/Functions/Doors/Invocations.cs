using StayPositive.Functions.Backfills;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>What the functions do, whichever door called them. What fails is thrown: the host tries again, and then poisons.</summary>
public sealed partial class Invocations
{
    private readonly ScanFlow flow;
    private readonly Sweep sweep;
    private readonly BackfillRunner backfills;
    private readonly TimeProvider clock;
    private readonly ILogger<Invocations> log;

    internal Invocations(ScanFlow flow, Sweep sweep, BackfillRunner backfills, TimeProvider clock, ILogger<Invocations> log) =>
        (this.flow, this.sweep, this.backfills, this.clock, this.log) = (flow, sweep, backfills, clock, log);

    /// <summary>A blob was written.</summary>
    /// <param name="container">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="authority">Host and port of its account.</param>
    /// <param name="correlation">Follows the upload through logs.</param>
    /// <param name="cancellation">Ends the invocation.</param>
    public Task UploadAsync(string container, string name, string authority, string correlation, CancellationToken cancellation) =>
        ScanAsync(new ScanRequest(container, name, null, correlation) { Authority = authority }, cancellation);

    /// <summary>A message of the queue came. One that cannot be read is refused for good, and said so: trying again does not help.</summary>
    public async Task RequestAsync(string message, CancellationToken cancellation)
    {
        IReadOnlyList<ScanRequest> requests;
        try
        {
            requests = RequestMessage.Parse(message);
        }
        catch (FormatException wrong)
        {
            Refused(wrong.Message);
            return;
        }

        var faults = new List<Exception>();
        foreach (var request in requests)
        {
            try
            {
                await ScanAsync(request, cancellation);
            }
#pragma warning disable CA1031 // it is thrown behind the others, which it does not keep waiting
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                faults.Add(fault);
            }
        }

        Faults.Throw(faults);
    }

    /// <summary>It is time to look after what no event told.</summary>
    /// <param name="most">After this time it ends, and the next one goes on; shorter than the host's patience.</param>
    /// <param name="cancellation">Ends the invocation.</param>
    public async Task SweepAsync(TimeSpan most, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await sweep.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            TimeIsOver(most);
        }
    }

    /// <summary>A sweep, and in what is left of the time what waits for a scan, and the backfills.</summary>
    /// <param name="most">After this time it ends, and the next one goes on; shorter than the host's patience.</param>
    /// <param name="cancellation">Ends the invocation.</param>
    public async Task TickAsync(TimeSpan most, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await SweepAsync(most, cancellation);
            while (await sweep.RescanAsync(either.Token))
                cancellation.ThrowIfCancellationRequested();
            while (await backfills.StepAsync(either.Token))
                cancellation.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            TimeIsOver(most);
        }
    }

    internal Task ScanAsync(ScanRequest request, CancellationToken cancellation) => flow.ScanAsync(request, cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "BadRequest: a message was refused: {Why}")]
    private partial void Refused(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The sweep was ended after {Most}; the next one goes on")]
    private partial void TimeIsOver(TimeSpan most);
}
