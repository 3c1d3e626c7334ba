namespace StayPositive.Detector.Models;

/// <summary>One square convolution of a backbone, with what follows it. Which padding it has, the backbone says.</summary>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Kernel">Side of the kernel in pixels of its input.</param>
/// <param name="Stride">Step in pixels of its input.</param>
/// <param name="Weights">[Outputs, Inputs, Kernel, Kernel].</param>
/// <param name="Bias">[Outputs].</param>
/// <param name="Activation">What follows.</param>
/// <param name="ClampLimit">Limit of <see cref="ConvActivation.Clamp"/>; not used otherwise.</param>
public sealed record ConvLayer(
    int Inputs, int Outputs, int Kernel, int Stride, float[] Weights, float[] Bias, ConvActivation Activation, float ClampLimit);
