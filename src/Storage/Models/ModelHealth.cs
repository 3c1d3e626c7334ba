using StayPositive.Detector.Features;

namespace StayPositive.Storage.Models;

/// <summary>How the current model stands.</summary>
/// <param name="Target">In use; null before the first one was loaded.</param>
/// <param name="LoadedAt">Since when, UTC.</param>
/// <param name="CheckedAt">When the alias was last looked at, with or without success, UTC.</param>
/// <param name="Fault">Why the last look failed, one sentence; null when it did not. The model in use is then the last good one.</param>
/// <param name="FaultSince">When the looks began to fail, UTC.</param>
public sealed record ModelHealth(ModelTarget? Target, DateTimeOffset? LoadedAt, DateTimeOffset? CheckedAt, string? Fault, DateTimeOffset? FaultSince)
{
    /// <summary>What computes the backbone, and why nothing better does; null before the first model was loaded.</summary>
    public ProviderChoice? Provider { get; init; }
}
