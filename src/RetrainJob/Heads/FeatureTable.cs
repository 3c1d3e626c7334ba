using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Pooled features of the frozen backbone, row-major, and what each row is.</summary>
/// <param name="Channels">C.</param>
/// <param name="Features">[rows, C], >= 0.</param>
/// <param name="Kinds">Kind of each row.</param>
/// <param name="Families">Decoder family or real variant of each row.</param>
internal sealed record FeatureTable(int Channels, float[] Features, RowKind[] Kinds, string[] Families)
{
    public int Rows => Kinds.Length;

    /// <summary>For a fit: fakes against all that is real, each row counting once.</summary>
    public MemoryRows ToRows() => new(Channels, Features, [.. Kinds.Select(kind => kind == RowKind.Fake ? (byte)1 : (byte)0)]);

    public ReadOnlySpan<float> Row(int i) => Features.AsSpan(i * Channels, Channels);
}
