namespace StayPositive.RetrainJob.Importing;

/// <summary>A residual block: ReLU(path(x) + shortcut(x)), ReLU after each convolution of the path but the last.</summary>
/// <param name="Path">Convolutions.</param>
/// <param name="Shortcut">Null = x itself.</param>
internal sealed record BlockShape(IReadOnlyList<ConvShape> Path, ConvShape? Shortcut);
