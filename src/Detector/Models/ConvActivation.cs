namespace StayPositive.Detector.Models;

/// <summary>What follows a convolution.</summary>
public enum ConvActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>Clamped to +- <see cref="ConvLayer.ClampLimit"/>.</summary>
    Clamp,
}
