namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>The names that a state dict may use, and the only things that they do here: describe an empty dict, a storage, a view.</summary>
internal static class PickleCalls
{
    private static readonly PickleGlobal OrderedDict = new("collections", "OrderedDict");
    private static readonly PickleGlobal RebuildTensor = new("torch._utils", "_rebuild_tensor_v2");
    private static readonly PickleGlobal RebuildParameter = new("torch._utils", "_rebuild_parameter");

    public static PickleGlobal Global(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        var isStorage = module == "torch" && StorageKind.Find(name) is not null;
        return global == OrderedDict || global == RebuildTensor || global == RebuildParameter || isStorage
            ? global
            : throw new CheckpointRefusedException(CheckpointRefusal.ForbiddenGlobal, $"The pickle asks for {module}.{name}; only tensors and dicts are read. If you trust the file, load it where it was made and save its state dict alone.");
    }

    public static object Call(object? function, object?[] arguments)
    {
        if (OrderedDict.Equals(function) && arguments.Length == 0)
            return new PickleDict();
        if (RebuildTensor.Equals(function) && arguments is [PickleStorage storage, long offset, PickleTuple shape, PickleTuple strides, bool, PickleDict { Items.Count: 0 }, ..])
            return new PickleTensor(storage, offset, Integers(shape), Integers(strides));
        if (RebuildParameter.Equals(function) && arguments is [PickleTensor parameter, bool, PickleDict { Items.Count: 0 }])
            return parameter;
        throw new CheckpointRefusedException(
            CheckpointRefusal.ForbiddenCall, $"The pickle calls {(function is PickleGlobal global ? $"{global.Module}.{global.Name}" : "an object")} in a way that a state dict does not.");
    }

    /// <summary>('storage', kind, key, device, number of elements).</summary>
    public static PickleStorage Persistent(object? id) =>
        id is PickleTuple { Items: ["storage", PickleGlobal { Module: "torch" } kind, string key, string, long count] } && StorageKind.Find(kind.Name) is { } found && count >= 0
            ? new PickleStorage(found, key, count)
            : throw new CheckpointRefusedException(CheckpointRefusal.ForbiddenCall, "The pickle refers to something outside itself that is no storage.");

    /// <summary>Shape or strides. A long tuple that is kept once and named by many tensors would be copied for each of them.</summary>
    private static long[] Integers(PickleTuple tuple) => tuple.Items.Length > TensorView.MaxDimensions
        ? throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"A tensor has {tuple.Items.Length} sides or strides; the limit is {TensorView.MaxDimensions}.")
        : [.. tuple.Items.Select(item => item is long value ? value : throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, "A shape or stride is no integer."))];
}
