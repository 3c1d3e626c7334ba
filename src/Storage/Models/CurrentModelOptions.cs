using StayPositive.Detector.Features;

namespace StayPositive.Storage.Models;

/// <summary>How the current model is followed.</summary>
public sealed record CurrentModelOptions
{
    /// <summary>Which alias.</summary>
    public ModelAlias Alias { get; init; } = ModelAlias.Champion;

    /// <summary>The alias is looked at again when the last look is older than this; 1 s .. 1 h.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How the backbone runs.</summary>
    public BackboneOptions Backbone { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits.</exception>
    internal void Check()
    {
        if (MaxAge < TimeSpan.FromSeconds(1) || MaxAge > TimeSpan.FromHours(1))
            throw new ArgumentOutOfRangeException(nameof(MaxAge), MaxAge, $"MaxAge is {MaxAge}; it must be 1 s .. 1 h.");
    }
}
