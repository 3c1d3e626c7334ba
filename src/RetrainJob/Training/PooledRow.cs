namespace StayPositive.RetrainJob.Training;

/// <summary>One row of pooled features, z = sum over cells of weight x F.</summary>
/// <param name="Kind">What it is; only <see cref="RowKind.Fake"/> has label 1.</param>
/// <param name="Crop">Index of the crop in the batch.</param>
/// <param name="Pair">Index of the pair in the batch.</param>
/// <param name="Weights">One weight a cell, sum 1.</param>
/// <param name="Family">Decoder family, or the real variant's name.</param>
internal sealed record PooledRow(RowKind Kind, int Crop, int Pair, float[] Weights, string Family)
{
    public float Label => Kind == RowKind.Fake ? 1 : 0;
}
