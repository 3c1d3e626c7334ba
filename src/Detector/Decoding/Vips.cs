using NetVips;

namespace StayPositive.Detector.Decoding;

/// <summary>The one place where libvips is set up: only the loaders that are fuzzed upstream, no operation cache, nothing on stderr.</summary>
internal static class Vips
{
    // What libvips warns of comes back as a coded rejection; on stderr it would break tables and progress bars. Kept, or it would be collected.
    private static readonly Log.LogDelegate Quiet = (_, _, _) => { };

    private static readonly Lazy<bool> Ready = new(() =>
    {
        NetVips.NetVips.BlockUntrusted = true;
        Cache.Max = 0;
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Quiet);
        return true;
    });

    public static void Initialise() => _ = Ready.Value;
}
