namespace StayPositive.Detector.Features;

/// <summary>What computes the backbone.</summary>
public enum ExecutionProvider
{
    /// <summary>The first that works of DirectML, Cuda, Cpu.</summary>
    Auto,

    /// <summary>Everywhere.</summary>
    Cpu,

    /// <summary>A graphics card under Windows; needs a build with <c>-p:OnnxRuntime=DirectML</c>.</summary>
    DirectML,

    /// <summary>An NVIDIA card; needs a build with <c>-p:OnnxRuntime=Cuda</c>, and the CUDA libraries.</summary>
    Cuda,
}
