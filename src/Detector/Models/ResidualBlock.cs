namespace StayPositive.Detector.Models;

/// <summary>ReLU(path(x) + shortcut(x)).</summary>
/// <param name="Path">Convolutions one after the other; each has its activation, the last none.</param>
/// <param name="Shortcut">A convolution without activation; null = x itself.</param>
public sealed record ResidualBlock(IReadOnlyList<ConvLayer> Path, ConvLayer? Shortcut);
