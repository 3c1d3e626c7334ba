namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A dict or OrderedDict.</summary>
internal sealed class PickleDict
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}
