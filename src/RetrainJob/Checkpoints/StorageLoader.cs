namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Loads the storages of a checkpoint, each once, in little-endian order.</summary>
internal sealed class StorageLoader(CheckpointArchive archive)
{
    private readonly Dictionary<string, (StorageKind Kind, byte[] Bytes)> loaded = [];

    public byte[] Load(PickleStorage storage)
    {
        if (!loaded.TryGetValue(storage.Key, out var found))
            loaded[storage.Key] = found = (storage.Kind, LittleEndian(archive.Storage(storage.Key), storage.Kind.Bytes));

        if (found.Kind != storage.Kind)
            throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"The storage '{storage.Key}' is used as {found.Kind.Name} and as {storage.Kind.Name}.");
        return (Int128)storage.Count * storage.Kind.Bytes == found.Bytes.Length
            ? found.Bytes
            : throw new CheckpointRefusedException(
                CheckpointRefusal.BadTensor,
                $"The storage '{storage.Key}' has {found.Bytes.Length} bytes; {storage.Count} elements of {storage.Kind.Name} have {(Int128)storage.Count * storage.Kind.Bytes}.");
    }

    private byte[] LittleEndian(byte[] bytes, int size)
    {
        if (archive.BigEndian)
            for (var at = 0; at + size <= bytes.Length; at += size)
                bytes.AsSpan(at, size).Reverse();
        return bytes;
    }
}
