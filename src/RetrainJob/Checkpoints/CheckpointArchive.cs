using System.IO.Compression;
using System.IO.Hashing;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>The zip container of a PyTorch checkpoint, looked through before anything is inflated.</summary>
internal sealed class CheckpointArchive : IDisposable
{
    private const long MaxPickle = 64L << 20;
    private const long MaxTotal = 8L << 30;
    private const int MaxRatio = 200;
    private const long SmallEntry = 1 << 20;
    private const string PickleName = "data.pkl";

    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries;
    private readonly string root;

    private CheckpointArchive(ZipArchive zip, Dictionary<string, ZipArchiveEntry> entries, string root)
    {
        this.zip = zip;
        this.entries = entries;
        this.root = root;
    }

    /// <summary>True when the storages were written on a big-endian machine. Files before PyTorch 2.1 do not say; they are little-endian.</summary>
    public bool BigEndian { get; private init; }

    /// <exception cref="CheckpointRefusedException">The file is no such container.</exception>
    public static CheckpointArchive Open(Stream file)
    {
        var zip = OpenZip(file);
        var entries = Entries(zip, file.Length);
        var pickles = entries.Keys.Where(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal)).ToArray();
        if (pickles.Length != 1)
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The file holds {pickles.Length} entries {PickleName}; a PyTorch checkpoint holds one.");

        var root = pickles[0][..^PickleName.Length];
        if (entries.ContainsKey(root + "constants.pkl"))
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, "The file is a TorchScript program, not a checkpoint; save model.state_dict() instead.");
        return new CheckpointArchive(zip, entries, root) { BigEndian = entries.TryGetValue(root + "byteorder", out var order) && IsBig(order) };
    }

    /// <summary>The program that describes the tensors.</summary>
    public byte[] Pickle() => Bytes(entries[root + PickleName], MaxPickle);

    /// <summary>The bytes of a storage.</summary>
    public byte[] Storage(string key) => entries.TryGetValue(root + "data/" + key, out var entry)
        ? Bytes(entry, Array.MaxLength)
        : throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The storage '{root}data/{key}' is missing.");

    public void Dispose() => zip.Dispose();

    private static bool IsBig(ZipArchiveEntry entry)
    {
        var order = Bytes(entry, 16);
        if (order.AsSpan().SequenceEqual("big"u8))
            return true;
        return order.AsSpan().SequenceEqual("little"u8)
            ? false
            : throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, "The byte order of the file is neither 'little' nor 'big'.");
    }

    private static ZipArchive OpenZip(Stream file)
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
    private static byte[] Bytes(ZipArchiveEntry entry, long limit)
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
            if (Crc32.HashToUInt32(bytes) is var crc && crc != entry.Crc32)
                throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entry '{entry.FullName}' has the CRC-32 {crc:x8}; the file says {entry.Crc32:x8}.");
            return bytes;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new CheckpointRefusedException(CheckpointRefusal.BadContainer, $"The entry '{entry.FullName}' cannot be read: {exception.Message}", exception);
        }
    }
}
