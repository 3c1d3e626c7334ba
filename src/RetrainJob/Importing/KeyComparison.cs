using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Importing;

/// <summary>The names and shapes of a state dict against those of an architecture.</summary>
/// <param name="Missing">Names with their shapes.</param>
/// <param name="Unexpected">Names.</param>
/// <param name="Misshapen">Names with both shapes.</param>
internal sealed record KeyComparison(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Misshapen)
{
    /// <summary>The last layer: one output.</summary>
    public const string HeadWeight = "fc.weight";

    /// <summary>Its bias.</summary>
    public const string HeadBias = "fc.bias";

    /// <summary>How many batches a normalisation has seen; not used, and absent from older files.</summary>
    private const string Counter = ".num_batches_tracked";

    /// <summary>True when the state dict is one of this architecture.</summary>
    public bool Fits => Missing.Count + Unexpected.Count + Misshapen.Count == 0;

    public static KeyComparison Of(Architecture architecture, IReadOnlyDictionary<string, CheckpointTensor> state)
    {
        var expected = Expected(architecture);
        return new KeyComparison(
            [.. expected.Where(key => !state.ContainsKey(key.Key)).Select(key => $"{key.Key} {Text(key.Value)}")],
            [.. state.Keys.Where(name => !expected.ContainsKey(name) && !IsCounter(name, expected))],
            [.. expected.Where(key => state.TryGetValue(key.Key, out var tensor) && !tensor.Shape.AsSpan().SequenceEqual(key.Value)).Select(key => $"{key.Key} {Text(state[key.Key].Shape)} instead of {Text(key.Value)}")]);
    }

    /// <summary>The differences, a line each.</summary>
    public IEnumerable<string> Lines() =>
        [.. Missing.Select(key => $"missing: {key}"), .. Unexpected.Select(key => $"unexpected: {key}"), .. Misshapen.Select(key => $"another shape: {key}")];

    /// <summary>Shapes by name; counters of batches may be there or not.</summary>
    public static Dictionary<string, long[]> Expected(Architecture architecture)
    {
        var expected = new Dictionary<string, long[]>(StringComparer.Ordinal);
        Add(architecture.Stem);
        foreach (var block in architecture.BlockShapes())
        {
            foreach (var convolution in block.Path)
                Add(convolution);
            if (block.Shortcut is not null)
                Add(block.Shortcut);
        }

        expected.Add(HeadWeight, [1, architecture.Channels]);
        expected.Add(HeadBias, [1]);
        return expected;

        void Add(ConvShape shape)
        {
            expected.Add(shape.Name + ".weight", [shape.Outputs, shape.Inputs, shape.Kernel, shape.Kernel]);
            foreach (var part in (string[])[".weight", ".bias", ".running_mean", ".running_var"])
                expected.Add(shape.Norm + part, [shape.Outputs]);
        }
    }

    private static bool IsCounter(string name, Dictionary<string, long[]> expected) =>
        name.EndsWith(Counter, StringComparison.Ordinal) && expected.ContainsKey(name[..^Counter.Length] + ".running_var");

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
