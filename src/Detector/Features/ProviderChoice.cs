using Microsoft.ML.OnnxRuntime;

namespace StayPositive.Detector.Features;

/// <summary>Which execution provider was taken, and why none that was asked for before it.</summary>
/// <param name="Provider">In use.</param>
/// <param name="DeviceId">Of the graphics card; 0 for the CPU.</param>
/// <param name="Missed">One sentence for each provider that was tried in vain, in order.</param>
public sealed record ProviderChoice(ExecutionProvider Provider, int DeviceId, IReadOnlyList<string> Missed)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(" ", [$"{Provider}.", .. Missed]);

    /// <summary>Tries the candidates of a setting in order, the CPU last.</summary>
    /// <param name="options">Names the provider, the device, and whether another one will do.</param>
    /// <param name="make">Makes the session with a provider, or throws as ONNX Runtime does.</param>
    /// <exception cref="InvalidOperationException">The provider is required, and does not work here.</exception>
    internal static (ProviderChoice Choice, T Session) First<T>(BackboneOptions options, Func<ExecutionProvider, T> make)
    {
        var missed = new List<string>();
        foreach (var candidate in Candidates(options.ExecutionProvider))
        {
            try
            {
                var session = make(candidate);
                return (new ProviderChoice(candidate, candidate == ExecutionProvider.Cpu ? 0 : options.DeviceId, missed), session);
            }
            // In this order: this build's native library has no such entry; it has, but the driver or the device says no; it is another platform's.
            catch (Exception exception) when (candidate != ExecutionProvider.Cpu && exception is EntryPointNotFoundException or OnnxRuntimeException or NotSupportedException)
            {
                missed.Add($"{candidate} was not taken: {OneLine(exception.Message)}.");
                if (options.RequireProvider)
                    throw new InvalidOperationException($"ExecutionProvider is {options.ExecutionProvider} and required. {missed[^1]}", exception);
            }
        }

        throw new InvalidOperationException("There is always the CPU.");
    }

    private static ExecutionProvider[] Candidates(ExecutionProvider setting) => setting switch
    {
        ExecutionProvider.Auto => [ExecutionProvider.DirectML, ExecutionProvider.Cuda, ExecutionProvider.Cpu],
        ExecutionProvider.Cpu => [ExecutionProvider.Cpu],
        _ => [setting, ExecutionProvider.Cpu],
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
