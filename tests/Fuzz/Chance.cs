namespace StayPositive.Fuzz;

/// <summary>
/// Pseudo-random numbers that depend on (seed, number) alone, on every machine and in every version of .NET, so that any case can be made again: SplitMix64.
/// </summary>
internal sealed class Chance(long seed, long number)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong state = Mix((ulong)seed + Golden) ^ Mix((ulong)number * Golden + 1);

    /// <summary>0 .. below - 1; 0 when there is no choice.</summary>
    public int Next(int below) => below <= 1 ? 0 : (int)(Next() % (ulong)below);

    /// <summary>low .. high, both included.</summary>
    public int Next(int low, int high) => low + Next(high - low + 1);

    public byte Byte() => (byte)Next();

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    public T Pick<T>(IReadOnlyList<T> of) => of[Next(of.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = Byte();
        return bytes;
    }

    private ulong Next() => Mix(state += Golden);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
