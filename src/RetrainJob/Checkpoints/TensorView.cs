namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Reads a view of a storage: any offset and strides >= 0, and never a byte outside it.</summary>
internal static class TensorView
{
    /// <summary>Sides that a tensor may have.</summary>
    public const int MaxDimensions = 8;

    /// <summary>The number of elements of a view that stays inside its storage.</summary>
    public static long Count(string name, PickleTensor view)
    {
        var (shape, strides) = (view.Shape, view.Strides);
        if (shape.Length != strides.Length || shape.Length > MaxDimensions || shape.Any(side => side < 0) || strides.Any(stride => stride < 0) || view.Offset < 0)
            throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"The tensor '{name}' has the shape [{string.Join(", ", shape)}] and the strides [{string.Join(", ", strides)}].");
        if (shape.Contains(0))
            return 0;

        var (count, last) = ((Int128)1, (Int128)view.Offset);
        for (var d = 0; d < shape.Length; d++)
        {
            count *= shape[d];
            last += (Int128)(shape[d] - 1) * strides[d];
            // Asked for at every side: the product of all of them may wrap around.
            if (last >= view.Storage.Count || count > Math.Min(view.Storage.Count, Array.MaxLength))
                throw new CheckpointRefusedException(
                    CheckpointRefusal.BadTensor, $"The tensor '{name}' has {count} elements or more, up to index {last}; its storage '{view.Storage.Key}' has {view.Storage.Count}.");
        }

        return last < view.Storage.Count
            ? (long)count
            : throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"The tensor '{name}' begins at {last}; its storage '{view.Storage.Key}' has {view.Storage.Count}.");
    }

    /// <summary>The elements of a checked view, row by row.</summary>
    public static float[] Values(PickleTensor view, long count, StorageLoader storages)
    {
        var (shape, strides) = (view.Shape, view.Strides);
        var bytes = storages.Load(view.Storage);
        var values = new float[count];
        var index = new long[shape.Length];
        var at = view.Offset;
        for (var i = 0L; i < values.Length; i++)
        {
            values[i] = view.Storage.Kind.Read(bytes.AsSpan((int)(at * view.Storage.Kind.Bytes), view.Storage.Kind.Bytes));
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                    break;
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }

        return values;
    }
}
