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

    public ReadOnlySpan<float> Row(int i) => Features.AsSpan(i * Channels, Channels);
}
