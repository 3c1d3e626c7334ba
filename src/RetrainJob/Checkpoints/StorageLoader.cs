using System.IO.Compression;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Loads the storages of a checkpoint, each once.</summary>
internal sealed class StorageLoader(IReadOnlyDictionary<string, ZipArchiveEntry> entries, string root)
{
    private readonly Dictionary<string, byte[]> loaded = [];

    public byte[] Load(PickleStorage storage)
    {
        var name = root + "data/" + storage.Key;
        if (!loaded.TryGetValue(name, out var bytes))
        {
            if (!entries.TryGetValue(name, out var entry))
                throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The storage '{name}' is missing.");
            loaded[name] = bytes = CheckpointReader.Bytes(entry, Array.MaxLength);
        }

        return (Int128)storage.Count * storage.Kind.Bytes == bytes.Length
            ? bytes
            : throw new CheckpointRefusedException(
                CheckpointRefusal.BadTensor, $"The storage '{name}' has {bytes.Length} bytes; {storage.Count} elements of {storage.Kind.Name} have {(Int128)storage.Count * storage.Kind.Bytes}.");
    }
}
