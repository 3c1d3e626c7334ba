namespace StayPositive.Functions.Doors;

/// <summary>The trigger of the standalone door: a sweep every second.</summary>
internal sealed partial class SweepService(Invocations invocations, TimeProvider clock, ILogger<SweepService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await invocations.SweepAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            }
#pragma warning disable CA1031 // a sweep that fails is followed by the next one
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Failed(fault);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A sweep failed; the next one follows")]
    private partial void Failed(Exception fault);
}
