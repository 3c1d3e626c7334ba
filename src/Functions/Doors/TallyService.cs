using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>Writes what this process has counted, every minute and when it ends.</summary>
internal sealed partial class TallyService(AuditRates audits, Shadow shadow, TimeProvider clock, ILogger<TallyService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await audits.WriteAsync(CancellationToken.None);
            await shadow.WriteAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // counts are not worth a failure; the next minute writes them
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Unwritten(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The counts could not be written; the next minute tries again")]
    private partial void Unwritten(Exception fault);
}
