using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Backfills;

/// <summary>Works on backfills beside the sweep, where the app has its own trigger.</summary>
internal sealed partial class BackfillService(BackfillRunner runner, TimeProvider clock, ILogger<BackfillService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                if (!await StepAsync(stoppingToken))
                    await Task.Delay(Pause, clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        try
        {
            return await runner.StepAsync(cancellation);
        }
        catch (IOException full) when (DiskFull.Is(full))
        {
            return false; // the sweep says so
        }
#pragma warning disable CA1031 // a step that fails is followed by the next one
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(fault);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of a backfill failed; the next one follows")]
    private partial void Failed(Exception fault);
}
