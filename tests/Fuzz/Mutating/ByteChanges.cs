using StayPositive.Fuzz.Building;

namespace StayPositive.Fuzz.Mutating;

/// <summary>Changes that know nothing of formats. Files stay below <see cref="MaxBytes"/>.</summary>
internal static class ByteChanges
{
    public const int MaxBytes = 1 << 20;
    private const int MaxFlips = 16;
    private const int MaxBlock = 512;

    public static byte[] Change(byte[] file, Chance chance) => file.Length == 0 ? chance.Bytes(chance.Next(64)) : chance.Next(11) switch
    {
        0 or 1 => Flip(file, chance),
        2 or 3 => Set(file, chance),
        4 => Copy(file, chance),
        5 => Delete(file, chance),
        6 => Duplicate(file, chance),
        7 => Swap(file, chance),
        8 => file[..chance.Next(file.Length)],
        9 => Flood(file, chance),
        _ => Number(file, chance),
    };

    /// <summary>The head of one file and the tail of another.</summary>
    public static byte[] Splice(byte[] file, byte[] other, Chance chance)
    {
        // Half of the time at the same offset, so that the tail's structures lie where the head's header expects them.
        var cut = chance.Next(Math.Min(file.Length, other.Length) + 1);
        var from = chance.OneIn(2) ? cut : chance.Next(other.Length + 1);
        return Limited([.. file.AsSpan(0, cut), .. other.AsSpan(from)]);
    }

    /// <summary>An interesting number, or one near to what is there, of 1, 2 or 4 bytes in either order.</summary>
    public static void PutNumber(Span<byte> at, Chance chance)
    {
        var bytes = Math.Min(at.Length, 1 << chance.Next(3));
        var value = chance.Pick(Numbers.Interesting);
        if (chance.OneIn(4) && bytes > 0)
            value = (uint)(at[bytes - 1] + chance.Next(-8, 8));
        for (var i = 0; i < bytes; i++)
            at[i] = (byte)(value >> 8 * i);
        if (chance.OneIn(2))
            at[..bytes].Reverse();
    }

    public static byte[] Limited(byte[] file) => file.Length <= MaxBytes ? file : file[..MaxBytes];

    private static byte[] Flip(byte[] file, Chance chance)
    {
        for (var flips = chance.Next(1, MaxFlips); flips > 0; flips--)
            file[chance.Next(file.Length)] ^= (byte)(1 << chance.Next(8));
        return file;
    }

    private static byte[] Set(byte[] file, Chance chance)
    {
        for (var sets = chance.Next(1, MaxFlips); sets > 0; sets--)
            file[chance.Next(file.Length)] = chance.OneIn(3) ? (byte)0xFF : chance.Byte();
        return file;
    }

    private static byte[] Copy(byte[] file, Chance chance)
    {
        var (from, length) = Block(file, chance);
        var to = chance.Next(file.Length - length + 1);
        file.AsSpan(from, length).ToArray().CopyTo(file.AsSpan(to));
        return file;
    }

    private static byte[] Delete(byte[] file, Chance chance)
    {
        var (from, length) = Block(file, chance);
        return [.. file.AsSpan(0, from), .. file.AsSpan(from + length)];
    }

    private static byte[] Duplicate(byte[] file, Chance chance)
    {
        var (from, length) = Block(file, chance);
        var times = chance.OneIn(10) ? chance.Next(2, 200) : 1;
        return Limited([.. file.AsSpan(0, from), .. Enumerable.Range(0, times).SelectMany(_ => file.Skip(from).Take(length)), .. file.AsSpan(from)]);
    }

    private static byte[] Swap(byte[] file, Chance chance)
    {
        var (a, length) = Block(file, chance);
        var b = chance.Next(file.Length - length + 1);
        var (first, second) = (file.AsSpan(a, length).ToArray(), file.AsSpan(b, length).ToArray());
        second.CopyTo(file.AsSpan(a));
        first.CopyTo(file.AsSpan(b));
        return file;
    }

    private static byte[] Flood(byte[] file, Chance chance)
    {
        var (from, length) = Block(file, chance);
        file.AsSpan(from, length).Fill(chance.OneIn(3) ? (byte)0 : (byte)0xFF);
        return file;
    }

    private static byte[] Number(byte[] file, Chance chance)
    {
        PutNumber(file.AsSpan(chance.Next(file.Length)), chance);
        return file;
    }

    private static (int From, int Length) Block(byte[] file, Chance chance)
    {
        var length = chance.Next(1, Math.Min(MaxBlock, file.Length));
        return (chance.Next(file.Length - length + 1), length);
    }
}
