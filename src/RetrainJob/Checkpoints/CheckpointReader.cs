using System.IO.Compression;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Reads a PyTorch zip checkpoint that holds a flat state dict. It builds tensors and nothing else.</summary>
internal static class CheckpointReader
{
    private const long MaxPickle = 64L << 20;
    private const long MaxTotal = 8L << 30;
    private const int MaxRatio = 200;
    private const long SmallEntry = 1 << 20;
    private const int MaxDimensions = 8;
    private const long MaxElements = 1L << 28;

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
        using var zip = Open(file);
        var entries = Entries(zip, file.Length);
        var pickles = entries.Keys.Where(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal)).ToArray();
        if (pickles.Length != 1)
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The file holds {pickles.Length} entries data.pkl; a PyTorch checkpoint holds one.");

        var root = pickles[0][..^"data.pkl".Length];
        if (entries.TryGetValue(root + "byteorder", out var order) && !Bytes(order, 16).AsSpan().SequenceEqual("little"u8))
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, "The file is not little-endian.");
        if (PickleReader.Read(Bytes(entries[pickles[0]], MaxPickle)) is not PickleDict dict)
            throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, "The checkpoint is no dict of tensors.");

        return Tensors(dict, new StorageLoader(entries, root));
    }

    private static ZipArchive Open(Stream file)
    {
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            _ = zip.Entries.Count; // the directory is read, and may prove damaged, at its first use
            return zip;
        }
        catch (InvalidDataException exception)
        {
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, "The file is no PyTorch zip checkpoint.", exception);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive zip, long fileBytes)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var (total, packed) = (0L, 0L);
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName;
            if (name.Contains("..", StringComparison.Ordinal) || name.StartsWith('/') || name.Contains('\\') || name.Contains(':'))
                throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entry '{name}' names a path outside the file.");
            if (!entries.TryAdd(name, entry))
                throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entry '{name}' stands twice in the file.");
            total += entry.Length;
            if (total > MaxTotal || (entry.Length > SmallEntry && entry.Length / Math.Max(1, entry.CompressedLength) > MaxRatio))
                throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The entry '{name}' inflates from {entry.CompressedLength} to {entry.Length} bytes.");
            packed += entry.CompressedLength;
            if (packed > fileBytes)
                throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entries up to '{name}' have {packed} packed bytes, and the file {fileBytes}: they overlap.");
        }

        // PyTorch packs nothing: many entries that are each too small to be looked at may not add up either.
        if (total > SmallEntry && total / Math.Max(1, packed) > MaxRatio)
            throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The entries inflate from {packed} to {total} bytes.");

        return entries;
    }

    /// <summary>The content, which must have the stated length and checksum: a changed weight is not noticed later.</summary>
    internal static byte[] Bytes(ZipArchiveEntry entry, long limit)
    {
        if (entry.Length > Math.Min(limit, Array.MaxLength))
            throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The entry '{entry.FullName}' has {entry.Length} bytes; the limit is {Math.Min(limit, Array.MaxLength)}.");
        var bytes = new byte[entry.Length];
        try
        {
            using var stream = entry.Open();
            stream.ReadExactly(bytes);
            if (stream.ReadByte() >= 0)
                throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The entry '{entry.FullName}' is longer than it says.");
            if (Crc32.Of(bytes) is var crc && crc != entry.Crc32)
                throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entry '{entry.FullName}' has the CRC-32 {crc:x8}; the file says {entry.Crc32:x8}.");
            return bytes;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entry '{entry.FullName}' cannot be read: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, CheckpointTensor> Tensors(PickleDict dict, StorageLoader storages)
    {
        var views = new List<(string Name, PickleTensor View, long Count)>(dict.Items.Count);
        var elements = 0L;
        foreach (var (key, value) in dict.Items)
        {
            if (key is not string name || value is not PickleTensor view)
                throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, $"The entry '{key}' of the state dict is no tensor.");
            views.Add((name, view, Count(name, view)));
            elements += views[^1].Count;
            // Names that share a storage cost the file a few bytes each and the reader a whole tensor.
            if (elements > MaxElements)
                throw new CheckpointRefusedException(CheckpointRefusal.TooLarge, $"The tensors up to '{name}' have {elements} elements; the limit is {MaxElements}.");
        }

        var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        foreach (var (name, view, count) in views)
        {
            if (!tensors.TryAdd(name, new CheckpointTensor(view.Shape, Values(view, count, storages))))
                throw new CheckpointRefusedException(CheckpointRefusal.BadPickle, $"The tensor '{name}' stands twice in the state dict.");
        }

        return tensors;
    }

    /// <summary>The number of elements of a view that stays inside its storage.</summary>
    private static long Count(string name, PickleTensor view)
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

    private static float[] Values(PickleTensor view, long count, StorageLoader storages)
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
