using System.Buffers.Binary;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Element type of a storage: its size and how one element becomes a float.</summary>
internal sealed record StorageKind(string Name, int Bytes, StorageKind.Reader Read)
{
    public delegate float Reader(ReadOnlySpan<byte> element);

    private static readonly Dictionary<string, StorageKind> Kinds = new StorageKind[]
    {
        new("FloatStorage", 4, BinaryPrimitives.ReadSingleLittleEndian),
        new("HalfStorage", 2, element => (float)BinaryPrimitives.ReadHalfLittleEndian(element)),
        new("BFloat16Storage", 2, element => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16)),
        new("DoubleStorage", 8, element => (float)BinaryPrimitives.ReadDoubleLittleEndian(element)),
        new("LongStorage", 8, element => BinaryPrimitives.ReadInt64LittleEndian(element)),
        new("IntStorage", 4, element => BinaryPrimitives.ReadInt32LittleEndian(element)),
    }.ToDictionary(kind => kind.Name);

    public static StorageKind? Find(string name) => Kinds.GetValueOrDefault(name);
}
