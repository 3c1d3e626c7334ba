namespace StayPositive.Functions.Web;

/// <summary>Limits of the HTTP API. Section <c>Web</c> of the configuration.</summary>
public sealed class WebOptions
{
    /// <summary>Requests of one identity a minute, 1..1000000; as many may come at once. Who has no token is known by address.</summary>
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>Scans of one identity a minute, 1..1000000: <c>POST /api/scans</c> and <c>/api/scan-requests</c>.</summary>
    public int ScansPerMinute { get; set; } = 120;

    /// <summary>Scans of one identity at the same time, 1..64.</summary>
    public int ScansAtOnce { get; set; } = 4;

    /// <summary>Size of a body in kB (10^3 bytes), 1..100000; <c>POST /api/scans</c> has its own limit.</summary>
    public int MaxBodyKilobytes { get; set; } = 1000;

    /// <summary>Size of an image sent to <c>POST /api/scans</c> in MB (10^6 bytes), 1..2000.</summary>
    public int MaxScanMegabytes { get; set; } = 100;

    /// <summary>Seconds that a scan waits for its part of <c>Scanning:MemoryMegabytes</c>, 1..600; then it is answered 503.</summary>
    public int BusySeconds { get; set; } = 30;

    /// <exception cref="InvalidOperationException">A setting is outside its limits; the message names it.</exception>
    public void Check()
    {
        Within(RequestsPerMinute, 1, 1_000_000, nameof(RequestsPerMinute));
        Within(ScansPerMinute, 1, 1_000_000, nameof(ScansPerMinute));
        Within(ScansAtOnce, 1, 64, nameof(ScansAtOnce));
        Within(MaxBodyKilobytes, 1, 100_000, nameof(MaxBodyKilobytes));
        Within(MaxScanMegabytes, 1, 2000, nameof(MaxScanMegabytes));
        Within(BusySeconds, 1, 600, nameof(BusySeconds));
    }

    private static void Within(int value, int low, int high, string name)
    {
        if (value < low || value > high)
            throw new InvalidOperationException($"Web:{name} is {value}; it must be in {low}..{high}.");
    }
}
