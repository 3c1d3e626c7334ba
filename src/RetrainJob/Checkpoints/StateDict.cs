namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>
/// Finds the state dict in what a checkpoint holds: the dict itself, or the one that it keeps as 'model', 'state_dict' or 'net' beside optimiser and counters,
/// which are never looked at.
/// </summary>
internal static class StateDict
{
    private const int MaxDepth = 3;
    private static readonly string[] Wrappers = ["model", "state_dict", "net"];

    /// <exception cref="CheckpointRefusedException">There is no such dict, or more than one.</exception>
    public static PickleDict Find(object? checkpoint)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (checkpoint is not PickleDict dict)
                throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, "The checkpoint is no dict of tensors.");
            var inner = dict.Items.Where(item => item is { Key: string key, Value: PickleDict } && Wrappers.Contains(key)).ToArray();
            if (inner.Length == 0)
                return dict;
            if (inner.Length > 1)
                throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, $"The checkpoint holds more than one state dict: {string.Join(", ", inner.Select(item => $"'{item.Key}'"))}.");
            checkpoint = inner[0].Value;
        }

        throw new CheckpointRefusedException(CheckpointRefusal.TooComplex, $"The checkpoint keeps its state dict {MaxDepth} dicts deep or more.");
    }
}
