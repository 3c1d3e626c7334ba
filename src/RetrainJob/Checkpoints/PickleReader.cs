using System.Buffers.Binary;
using System.Text;

namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>
/// Reads the pickle of a PyTorch state dict. Python's pickle is a program for a stack machine that may call anything; this machine knows data, a
/// handful of names, and no way to run one of them. Whatever else a pickle asks for is refused by name.
/// </summary>
internal sealed class PickleReader
{
    private const int MaxOperations = 2_000_000;
    private const int MaxStack = 100_000;
    private const int MaxMemo = 1_000_000;
    private const int MaxText = 4096;
    private static readonly object Mark = new();

    private readonly byte[] bytes;
    private readonly Stack<object?> stack = new();
    private readonly Dictionary<long, object?> memo = [];
    private int at;

    private PickleReader(byte[] bytes) => this.bytes = bytes;

    /// <summary>The object that the pickle describes.</summary>
    /// <exception cref="CheckpointRefusedException">The pickle is refused.</exception>
    public static object? Read(byte[] pickle)
    {
        var reader = new PickleReader(pickle);
        for (var operations = 0; operations < MaxOperations; operations++)
        {
            var operation = reader.Byte();
            if (operation == '.')
                return reader.Last();
            reader.Do(operation);
            if (reader.stack.Count > MaxStack || reader.memo.Count > MaxMemo)
                throw new CheckpointRefusedException(CheckpointRefusal.TooComplex, $"The pickle keeps more than {MaxStack} objects on its stack or {MaxMemo} in its memo.");
        }

        throw new CheckpointRefusedException(CheckpointRefusal.TooComplex, $"The pickle has more than {MaxOperations} operations.");
    }

    private void Do(byte operation)
    {
        switch (operation)
        {
            case 0x80: Skip(1); break; // PROTO
            case 0x95: Skip(8); break; // FRAME
            case (byte)'(': stack.Push(Mark); break;
            case (byte)'N': stack.Push(null); break;
            case 0x88: stack.Push(true); break;
            case 0x89: stack.Push(false); break;
            case (byte)'J': stack.Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'K': stack.Push((long)Byte()); break;
            case (byte)'M': stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 0x8a: stack.Push(Long(Byte())); break;
            case (byte)'G': stack.Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'X': stack.Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x8c: stack.Push(Text(Byte())); break;
            case (byte)'}': stack.Push(new PickleDict()); break;
            case (byte)']': stack.Push(new List<object?>()); break;
            case (byte)')': stack.Push(new PickleTuple([])); break;
            case (byte)'t': stack.Push(new PickleTuple(PopToMark())); break;
            case 0x85: stack.Push(new PickleTuple(PopMany(1))); break;
            case 0x86: stack.Push(new PickleTuple(PopMany(2))); break;
            case 0x87: stack.Push(new PickleTuple(PopMany(3))); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(PopToMark()); break;
            case (byte)'q': memo[Byte()] = Peek(); break;
            case (byte)'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case 0x94: memo[memo.Count] = Peek(); break;
            case (byte)'h': stack.Push(Recall(Byte())); break;
            case (byte)'j': stack.Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'c': stack.Push(PickleCalls.Global(Line(), Line())); break;
            case 0x93: PushStackGlobal(); break;
            case (byte)'Q': stack.Push(PickleCalls.Persistent(Pop())); break;
            case (byte)'R': Reduce(); break;
            case (byte)'b': Build(); break;
            default:
                throw new CheckpointRefusedException(CheckpointRefusal.ForbiddenOperation, $"The pickle uses the operation {Name(operation)} at byte {at - 1}, which a state dict does not need.");
        }
    }

    private void Reduce()
    {
        var arguments = Pop() as PickleTuple ?? throw Malformed("calls with something that is no tuple");
        stack.Push(PickleCalls.Call(Pop(), arguments.Items));
    }

    /// <summary>A state dict carries version numbers as an attribute of its OrderedDict; they are dropped. Nothing else may be built.</summary>
    private void Build()
    {
        var state = Pop();
        if (Peek() is not PickleDict || state is not PickleDict)
            throw new CheckpointRefusedException(CheckpointRefusal.ForbiddenCall, "The pickle sets the state of something that is no dict.");
    }

    private void PushStackGlobal()
    {
        var name = Pop() as string;
        var module = Pop() as string;
        stack.Push(module is null || name is null ? throw Malformed("names a global by something that is no text") : PickleCalls.Global(module, name));
    }

    private void Append(object?[] items)
    {
        if (Peek() is not List<object?> list)
            throw Malformed("appends to something that is no list");
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDict dict || items.Length % 2 != 0)
            throw Malformed("sets items of something that is no dict, or a key without a value");
        for (var i = 0; i < items.Length; i += 2)
            dict.Items.Add(new(items[i], items[i + 1]));
    }

    private object? Recall(long index) => memo.TryGetValue(index, out var value) ? value : throw Malformed($"recalls the object {index}, which it has not stored");

    private object? Peek() => stack.TryPeek(out var top) && top != Mark ? top : throw Malformed("uses an empty stack");

    /// <summary>The object that is left when the pickle has ended, and nothing besides.</summary>
    private object? Last()
    {
        var last = Pop();
        return stack.Count == 0 && at == bytes.Length ? last : throw Malformed($"leaves {stack.Count} more objects and {bytes.Length - at} more bytes at its end");
    }

    private object? Pop()
    {
        var top = Peek();
        stack.Pop();
        return top;
    }

    private object?[] PopMany(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            items[i] = Pop();
        return items;
    }

    private object?[] PopToMark()
    {
        var items = new List<object?>();
        while (stack.TryPop(out var top))
        {
            if (top == Mark)
            {
                items.Reverse();
                return [.. items];
            }

            items.Add(top);
        }

        throw Malformed("ends a group that it has not begun");
    }

    private byte Byte() => Take(1)[0];

    private void Skip(int count) => _ = Take(count);

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > bytes.Length - at)
            throw Malformed("ends early");
        at += (int)count;
        return bytes.AsSpan(at - (int)count, (int)count);
    }

    private string Text(long length) =>
        length <= MaxText ? Encoding.UTF8.GetString(Take(length)) : throw new CheckpointRefusedException(CheckpointRefusal.TooComplex, $"The pickle holds a text of {length} bytes; the limit is {MaxText}.");

    private long Long(byte length)
    {
        if (length > 8)
            throw Malformed($"holds an integer of {length} bytes");
        var value = 0L;
        var digits = Take(length);
        for (var i = 0; i < length; i++)
            value |= (long)digits[i] << (8 * i);
        return length is > 0 and < 8 && (digits[length - 1] & 0x80) != 0 ? value - (1L << (8 * length)) : value;
    }

    private string Line()
    {
        var end = bytes.AsSpan(at).IndexOf((byte)'\n');
        if (end < 0)
            throw Malformed("ends early");
        var line = Text(end);
        at++;
        return line;
    }

    private static string Name(byte operation) => operation is > 0x20 and < 0x7f ? $"'{(char)operation}' (0x{operation:x2})" : $"0x{operation:x2}";

    private CheckpointRefusedException Malformed(string what) => new(CheckpointRefusal.BadPickle, $"The pickle {what} (byte {at}).");
}
