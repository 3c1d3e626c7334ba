namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A class or function of the list, by name. It is only ever a name.</summary>
internal sealed record PickleGlobal(string Module, string Name);

/// <summary>A storage that a persistent id names.</summary>
internal sealed record PickleStorage(StorageKind Kind, string Key, long Count);

/// <summary>A view of a storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A dict or OrderedDict.</summary>
internal sealed class PickleDict
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}
