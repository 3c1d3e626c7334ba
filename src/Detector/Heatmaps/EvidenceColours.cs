namespace StayPositive.Detector.Heatmaps;

/// <summary>Evidence as colour: dark violet over red to light yellow, rising in lightness, so that it also reads in grey.</summary>
internal static class EvidenceColours
{
    private static readonly (double At, byte R, byte G, byte B)[] Stops =
    [
        (0.00, 20, 11, 52), (0.25, 101, 21, 110), (0.50, 190, 55, 82), (0.75, 243, 120, 25), (1.00, 252, 250, 150),
    ];

    /// <param name="share">0..1; values outside are clamped.</param>
    public static (byte R, byte G, byte B) At(double share)
    {
        share = Math.Clamp(share, 0, 1);
        var n = 1;
        while (n < Stops.Length - 1 && Stops[n].At < share)
            n++;
        var (low, high) = (Stops[n - 1], Stops[n]);
        var u = (share - low.At) / (high.At - low.At);
        return (Mix(low.R, high.R, u), Mix(low.G, high.G, u), Mix(low.B, high.B, u));
    }

    /// <summary>The same colours as the steps of a CSS gradient.</summary>
    public static string CssStops { get; } = string.Join(", ", Stops.Select(stop => $"rgb({stop.R} {stop.G} {stop.B}) {stop.At:P0}".Replace(" %", "%", StringComparison.Ordinal)));

    public static byte Mix(byte low, byte high, double share) => (byte)Math.Round(low + (high - low) * share);
}
