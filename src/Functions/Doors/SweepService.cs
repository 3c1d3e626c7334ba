using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>The trigger of the standalone door: a sweep every second.</summary>
internal sealed partial class SweepService(Invocations invocations, TimeProvider clock, ILogger<SweepService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private bool isFull;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await invocations.SweepAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                if (isFull)
                    Room();
                isFull = false;
            }
            catch (IOException full) when (DiskFull.Is(full))
            {
                if (!isFull)
                    Full(full.Message);
                isFull = true;
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

    [LoggerMessage(Level = LogLevel.Error, Message = "DiskFull: {Why} Nothing is lost: uploads wait, and are scanned when there is room")]
    private partial void Full(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "There is room on the disk again; what waited was scanned")]
    private partial void Room();

    [LoggerMessage(Level = LogLevel.Error, Message = "A sweep failed; the next one follows")]
    private partial void Failed(Exception fault);
}
