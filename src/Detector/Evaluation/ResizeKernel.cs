namespace StayPositive.Detector.Evaluation;

/// <summary>Interpolation of a resize; all but <see cref="Nearest"/> are widened when shrinking, so they do not alias.</summary>
public enum ResizeKernel
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>Triangle.</summary>
    Linear,

    /// <summary>Catmull-Rom cubic.</summary>
    Cubic,

    /// <summary>Mitchell-Netravali cubic.</summary>
    Mitchell,

    /// <summary>Lanczos with two lobes.</summary>
    Lanczos2,

    /// <summary>Lanczos with three lobes.</summary>
    Lanczos3,
}
