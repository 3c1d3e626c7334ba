using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Features;

/// <summary>Makes the ONNX Runtime session of a backbone.</summary>
internal static class Sessions
{
    public static (ProviderChoice Choice, InferenceSession Session) Create(ModelPackage package, BackboneOptions options)
    {
        var onnx = MemoryMarshal.TryGetArray(package.BackboneBytes, out var whole) && whole.Array!.Length == whole.Count ? whole.Array : package.BackboneBytes.ToArray();
        return ProviderChoice.First(options, provider =>
        {
            using var settings = Settings(options);
            switch (provider)
            {
                case ExecutionProvider.DirectML:
                    settings.AppendExecutionProvider_DML(options.DeviceId);
                    break;
                case ExecutionProvider.Cuda:
                    settings.AppendExecutionProvider_CUDA(options.DeviceId);
                    break;
            }

            return new InferenceSession(onnx, settings);
        });
    }

    private static SessionOptions Settings(BackboneOptions options)
    {
        var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, // DirectML knows no other
            EnableMemoryPattern = false, // it holds for one shape only, and tiles have as many as images; DirectML has none
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // what fails is said by an exception
        };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return settings;
    }
}
