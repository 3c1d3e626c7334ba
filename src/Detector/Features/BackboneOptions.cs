namespace StayPositive.Detector.Features;

/// <summary>How the backbone runs. Results do not depend on it beyond rounding.</summary>
public sealed record BackboneOptions
{
    /// <summary>Threads inside one run; 0 = all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Cells along the side of the largest tile, a multiple of 32. At stride 8, 64 cells = 512 pixels and their margin.</summary>
    public int TileCells { get; init; } = 64;

    /// <summary>What computes the backbone.</summary>
    public ExecutionProvider ExecutionProvider { get; init; } = ExecutionProvider.Auto;

    /// <summary>Which graphics card, from 0 on.</summary>
    public int DeviceId { get; init; }

    /// <summary>Fail instead of falling back to the CPU; names a provider, not Auto.</summary>
    public bool RequireProvider { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits; the message names it.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        ArgumentOutOfRangeException.ThrowIfNegative(DeviceId);
        if (RequireProvider && ExecutionProvider == ExecutionProvider.Auto)
            throw new ArgumentOutOfRangeException(nameof(RequireProvider), RequireProvider, "RequireProvider needs an ExecutionProvider other than Auto.");
        if (TileCells is < 32 or > 512 || TileCells % 32 != 0)
            throw new ArgumentOutOfRangeException(nameof(TileCells), TileCells, $"TileCells is {TileCells}; it must be 32, 64, ... 512.");
    }
}
