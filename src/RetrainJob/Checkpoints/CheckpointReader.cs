namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>
/// Reads the state dict of a checkpoint: PyTorch's zip format, or safetensors; which one, the file's first bytes say. It builds tensors and nothing else.
/// </summary>
internal static class CheckpointReader
{
    private const long MaxElements = 1L << 28;

    /// <summary>torch.serialization.MAGIC_NUMBER, pickled with protocol 2: how the format before PyTorch 1.6 begins.</summary>
    private static readonly byte[] LegacyStart = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <summary>Tensors by name, in the order of the file.</summary>
    /// <exception cref="CheckpointRefusedException">The file is refused; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, CheckpointTensor> Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <inheritdoc cref="Read(string)"/>
    public static IReadOnlyDictionary<string, CheckpointTensor> Read(Stream file)
    {
        var start = new byte[LegacyStart.Length];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (start.AsSpan().SequenceEqual(LegacyStart))
            throw new CheckpointRefusedException(
                CheckpointRefusal.LegacyFormat,
                "The file is in PyTorch's format of before 1.6, which is not read. Save it again where you trust it: torch.save(torch.load(old, map_location='cpu'), new).");
        return SafetensorsReader.Recognises(start.AsSpan(0, length), file.Length) ? SafetensorsReader.Read(file, MaxElements) : ReadZip(file);
    }

    private static Dictionary<string, CheckpointTensor> ReadZip(Stream file)
    {
        using var archive = CheckpointArchive.Open(file);
        var dict = StateDict.Find(PickleReader.Read(archive.Pickle()));
        return Tensors(dict, new StorageLoader(archive));
    }

    private static Dictionary<string, CheckpointTensor> Tensors(PickleDict dict, StorageLoader storages)
    {
        var views = new List<(string Name, PickleTensor View, long Count)>(dict.Items.Count);
        var elements = 0L;
        foreach (var (key, value) in dict.Items)
        {
            if (key is not string name || value is not PickleTensor view)
                throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, $"The entry '{key}' of the state dict is no tensor.");
            views.Add((name, view, TensorView.Count(name, view)));
            elements += views[^1].Count;
            // Names that share a storage cost the file a few bytes each and the reader a whole tensor.
            if (elements > MaxElements)
                throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The tensors up to '{name}' have {elements} elements; the limit is {MaxElements}.");
        }

        var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        foreach (var (name, view, count) in views)
        {
            if (!tensors.TryAdd(name, new CheckpointTensor(view.Shape, TensorView.Values(view, count, storages))))
                throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, $"The tensor '{name}' stands twice in the state dict.");
        }

        return tensors;
    }
}
