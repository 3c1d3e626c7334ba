using System.Text;

namespace StayPositive.Storage.Shards;

/// <summary>Reads what <see cref="ThriftWriter"/> writes, and passes over fields that it does not know. Never reads beyond its bytes.</summary>
/// <param name="bytes">Begins with a struct.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private short last;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Called before the fields of an inner struct are read; give back what it returns to <see cref="Leave"/>.</summary>
    public short Enter()
    {
        var outer = last;
        last = 0;
        return outer;
    }

    /// <summary>After the stop of an inner struct.</summary>
    public void Leave(short outer) => last = outer;

    /// <summary>The next field; false at the end of the struct.</summary>
    public bool Next(out short field, out ThriftType type)
    {
        var head = Byte();
        type = (ThriftType)(head & 15);
        field = 0;
        if (type == ThriftType.Stop)
            return false;
        field = last = head >> 4 == 0 ? Int16() : (short)(last + (head >> 4));
        return true;
    }

    /// <summary>A number of any width.</summary>
    public long Number()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int32() => Number() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Damaged();

    private short Int16() => Number() is >= short.MinValue and <= short.MaxValue and var value ? (short)value : throw Damaged();

    public string Text()
    {
        var length = Varint();
        if (length > (ulong)(bytes.Length - Position))
            throw Damaged();
        var text = Encoding.UTF8.GetString(bytes.Slice(Position, (int)length));
        Position += (int)length;
        return text;
    }

    /// <summary>Count of a list, and the type of its elements.</summary>
    public int List(out ThriftType type)
    {
        var head = Byte();
        type = (ThriftType)(head & 15);
        var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        return count <= (ulong)bytes.Length ? (int)count : throw Damaged(); // an element has at least a byte
    }

    public void Skip(ThriftType type) => Skip(type, 0);

    private void Skip(ThriftType type, int depth)
    {
        if (depth > MaxDepth)
            throw Damaged();
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.I8:
                Byte();
                break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                Varint();
                break;
            case ThriftType.Double:
                for (var n = 0; n < 8; n++)
                    Byte();
                break;
            case ThriftType.Binary:
                Text();
                break;
            case ThriftType.List or ThriftType.Set:
                for (var left = List(out var element); left > 0; left--)
                {
                    if (element is ThriftType.True or ThriftType.False)
                        Byte(); // only as elements do truths have a byte of their own
                    else
                        Skip(element, depth + 1);
                }

                break;
            case ThriftType.Struct:
                var outer = Enter();
                while (Next(out _, out var inner))
                    Skip(inner, depth + 1);
                Leave(outer);
                break;
            default:
                throw Damaged();
        }
    }

    private ulong Varint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Damaged();
    }

    private byte Byte() => Position < bytes.Length ? bytes[Position++] : throw Damaged();

    private static InvalidDataException Damaged() => new("A header of the Parquet file is damaged.");
}
