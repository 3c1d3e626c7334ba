using System.Buffers;
using System.Text;

namespace StayPositive.Storage.Shards;

/// <summary>The part of Thrift's compact protocol that Parquet's headers need (thrift-compact-protocol.md of Apache Thrift): structs of integers, texts, lists and structs.</summary>
internal sealed class ThriftWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly Stack<short> outer = new();
    private short last;

    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    public void Int32(short field, int value) => Number(field, ThriftType.I32, value);

    public void Int64(short field, long value) => Number(field, ThriftType.I64, value);

    public void Text(short field, string value)
    {
        Header(field, ThriftType.Binary);
        Text(value);
    }

    public void Struct(short field, Action write)
    {
        Header(field, ThriftType.Struct);
        Struct(write);
    }

    /// <summary>A struct without a field number: the outermost one, or an element of a list.</summary>
    public void Struct(Action write)
    {
        outer.Push(last);
        last = 0;
        write();
        Byte(0); // stop
        last = outer.Pop();
    }

    public void Structs<T>(short field, IReadOnlyCollection<T> items, Action<T> write)
    {
        List(field, ThriftType.Struct, items.Count);
        foreach (var item in items)
            Struct(() => write(item));
    }

    public void Int32s(short field, params ReadOnlySpan<int> items)
    {
        List(field, ThriftType.I32, items.Length);
        foreach (var item in items)
            Varint(ZigZag(item));
    }

    public void Texts(short field, params ReadOnlySpan<string> items)
    {
        List(field, ThriftType.Binary, items.Length);
        foreach (var item in items)
            Text(item);
    }

    private void Number(short field, ThriftType type, long value)
    {
        Header(field, type);
        Varint(ZigZag(value));
    }

    private void Header(short field, ThriftType type)
    {
        var step = field - last;
        if (step is > 0 and < 16)
        {
            Byte((byte)(step << 4 | (int)type));
        }
        else
        {
            Byte((byte)type);
            Varint(ZigZag(field));
        }

        last = field;
    }

    private void List(short field, ThriftType type, int count)
    {
        Header(field, ThriftType.List);
        Byte((byte)(Math.Min(count, 15) << 4 | (int)type));
        if (count >= 15)
            Varint((ulong)count);
    }

    private void Text(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        Varint((ulong)utf8.Length);
        bytes.Write(utf8);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value) => bytes.Write([value]);

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);
}
