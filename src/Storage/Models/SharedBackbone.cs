using StayPositive.Detector.Features;

namespace StayPositive.Storage.Models;

/// <summary>A session that lives as long as somebody holds it. Made with one holder.</summary>
internal sealed class SharedBackbone(Backbone backbone)
{
    private int holders = 1;

    public Backbone Backbone => backbone;

    /// <summary>True when the session has been freed.</summary>
    public bool IsFree => Volatile.Read(ref holders) == 0;

    /// <summary>One holder more; false when it has been freed.</summary>
    public bool TryHold()
    {
        for (var seen = Volatile.Read(ref holders); seen > 0; seen = Volatile.Read(ref holders))
            if (Interlocked.CompareExchange(ref holders, seen + 1, seen) == seen)
                return true;
        return false;
    }

    /// <summary>One holder less; the last one frees it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref holders) == 0)
            backbone.Dispose();
    }
}
