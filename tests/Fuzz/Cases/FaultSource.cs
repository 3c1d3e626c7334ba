namespace StayPositive.Fuzz.Cases;

/// <summary>
/// Cases that do what no input may do, so that tests see the parent notice it. They misbehave in a worker alone: the parent, which writes down the findings, gets
/// plain bytes.
/// </summary>
internal sealed class FaultSource(bool inWorker) : ICaseSource
{
    private const int Megabyte = 1 << 20;

    private static readonly (string Name, Action Do)[] Faults =
    [
        ("none", () => { }),
        ("crash", () => Environment.FailFast("on purpose")),
        ("exception", () => throw new InvalidDataException("on purpose")),
        ("loop", Loop),
        ("wait", () => Thread.Sleep(Timeout.Infinite)),
        ("memory", () => Array.Fill(GC.AllocateUninitializedArray<byte>(1500 * Megabyte), (byte)1)),
        ("last", () => { }),
    ];

    public int Count => Faults.Length;

    public HostileCase this[int number] => new(Faults[number].Name, () => Make(number), Allowed.Anything);

    private static void Loop()
    {
        while (true)
            Thread.SpinWait(1);
    }

    private byte[] Make(int number)
    {
        if (inWorker)
            Faults[number].Do();
        return [(byte)number];
    }
}
