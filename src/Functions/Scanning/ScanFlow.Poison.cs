using StayPositive.Storage.Keys;

namespace StayPositive.Functions.Scanning;

/// <summary>Uploads that no try could scan.</summary>
internal sealed partial class ScanFlow
{
    /// <summary>Gives an upload that was tried again and again its state, so that it blocks nothing and somebody is told. One that has a state keeps it.</summary>
    /// <param name="request">Which.</param>
    /// <param name="fault">What the last try ended with.</param>
    /// <param name="cancellation">Between the steps.</param>
    public async Task PoisonAsync(ScanRequest request, Exception fault, CancellationToken cancellation)
    {
        if (!IsKnownSource(request) || NameOf(request) is not { } name || await stores.Uploads.FindAsync(name, cancellation) is not { } entry)
            return;
        var scope = new Scope(request.Container);
        var state = judge.NotScanned(entry, request, ResultCode.Poisoned, $"Every try to scan it failed ({fault.GetType().Name}); see the log.");
        if (await stores.States.CreateAsync(scope, state, cancellation) is not { State: { } there })
            return;
        Poisoned(fault, request.Container, Safe.Text(request.Blob));
        await FinishAsync(there.Key(scope), there, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Poisoned: every try to scan {Container}/{Blob} failed; it has a state that says so")]
    private partial void Poisoned(Exception fault, string container, string blob);
}
