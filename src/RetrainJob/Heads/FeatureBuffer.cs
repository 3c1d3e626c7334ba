namespace StayPositive.RetrainJob.Heads;

/// <summary>One thread's scratch memory for reading rows. It grows to the largest block asked for and is then reused.</summary>
internal sealed class FeatureBuffer
{
    private Half[] halves = [];
    private float[] singles = [];
    private byte[] labels = [];
    private float[] weights = [];

    /// <summary>Room for float16 features; what it held is lost.</summary>
    public Span<Half> Halves(int length) => Room(ref halves, length);

    /// <summary>Room for float32 features; what it held is lost.</summary>
    public Span<float> Singles(int length) => Room(ref singles, length);

    /// <summary>Room for labels; what it held is lost.</summary>
    public Span<byte> Labels(int length) => Room(ref labels, length);

    /// <summary>Room for weights; what it held is lost.</summary>
    public Span<float> Weights(int length) => Room(ref weights, length);

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = GC.AllocateUninitializedArray<T>(length);
        return array.AsSpan(0, length);
    }
}
