using System.Buffers.Binary;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>Element type of a storage: its size and how one element becomes a float.</summary>
/// <param name="Name">PyTorch's storage class.</param>
/// <param name="Code">The name in safetensors.</param>
/// <param name="Bytes">Of an element.</param>
/// <param name="Read">Takes an element in little-endian order.</param>
internal sealed record StorageKind(string Name, string Code, int Bytes, StorageKind.Reader Read)
{
    public delegate float Reader(ReadOnlySpan<byte> element);

    private static readonly StorageKind[] Kinds =
    [
        new("FloatStorage", "F32", 4, BinaryPrimitives.ReadSingleLittleEndian),
        new("HalfStorage", "F16", 2, element => (float)BinaryPrimitives.ReadHalfLittleEndian(element)),
        new("BFloat16Storage", "BF16", 2, element => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element) << 16)),
        new("DoubleStorage", "F64", 8, element => (float)BinaryPrimitives.ReadDoubleLittleEndian(element)),
        new("LongStorage", "I64", 8, element => BinaryPrimitives.ReadInt64LittleEndian(element)),
        new("IntStorage", "I32", 4, element => BinaryPrimitives.ReadInt32LittleEndian(element)),
        new("ShortStorage", "I16", 2, element => BinaryPrimitives.ReadInt16LittleEndian(element)),
        new("CharStorage", "I8", 1, element => (sbyte)element[0]),
        new("ByteStorage", "U8", 1, element => element[0]),
        new("BoolStorage", "BOOL", 1, element => element[0] == 0 ? 0 : 1),
    ];

    private static readonly Dictionary<string, StorageKind> ByName = Kinds.ToDictionary(kind => kind.Name);
    private static readonly Dictionary<string, StorageKind> ByCode = Kinds.ToDictionary(kind => kind.Code);

    public static StorageKind? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>By the name in safetensors.</summary>
    public static StorageKind? FindCode(string code) => ByCode.GetValueOrDefault(code);
}
