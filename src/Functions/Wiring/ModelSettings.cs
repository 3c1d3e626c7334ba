using StayPositive.Detector.Features;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Wiring;

/// <summary>How the model is followed and computed. Section <c>Models</c> of the configuration.</summary>
internal sealed class ModelSettings
{
    /// <summary>The champion alias is looked at again when the last look is older than this, seconds, 1..3600.</summary>
    public double MaxAgeSeconds { get; set; } = 30;

    /// <summary>What computes the backbone.</summary>
    public ExecutionProvider ExecutionProvider { get; set; } = ExecutionProvider.Auto;

    /// <summary>Which graphics card, from 0 on.</summary>
    public int DeviceId { get; set; }

    /// <summary>No falling back to the CPU: without that provider nothing is scanned.</summary>
    public bool RequireProvider { get; set; }

    /// <exception cref="InvalidOperationException">A setting is outside its limits; the message names it.</exception>
    public CurrentModelOptions Checked()
    {
        if (MaxAgeSeconds is not (>= 1 and <= 3600))
            throw new InvalidOperationException($"Models:MaxAgeSeconds is {MaxAgeSeconds}; it must be in 1..3600.");
        if (DeviceId < 0)
            throw new InvalidOperationException($"Models:DeviceId is {DeviceId}; it must not be negative.");
        if (!Enum.IsDefined(ExecutionProvider))
            throw new InvalidOperationException($"Models:ExecutionProvider is {ExecutionProvider}; it must be {string.Join(", ", Enum.GetNames<ExecutionProvider>())}.");
        if (RequireProvider && ExecutionProvider == ExecutionProvider.Auto)
            throw new InvalidOperationException("Models:RequireProvider is true and Models:ExecutionProvider is Auto; name the provider that is required.");
        return new CurrentModelOptions
        {
            MaxAge = TimeSpan.FromSeconds(MaxAgeSeconds),
            Backbone = new BackboneOptions { ExecutionProvider = ExecutionProvider, DeviceId = DeviceId, RequireProvider = RequireProvider },
        };
    }
}
