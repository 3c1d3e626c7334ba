using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>The trigger of the standalone door: a sweep five times a second, or as often as half of the time allows; once a second at least.</summary>
internal sealed partial class SweepService(Invocations invocations, TimeProvider clock, ILogger<SweepService> log) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private bool isFull;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan took;
        do
        {
            var began = clock.GetTimestamp();
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

            took = clock.GetElapsedTime(began);
        }
        while (await WaitAsync(TimeSpan.FromTicks(Math.Clamp(took.Ticks, Shortest.Ticks, Longest.Ticks)), stoppingToken));
    }

    private async Task<bool> WaitAsync(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, clock, cancellation);
            return true;
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
