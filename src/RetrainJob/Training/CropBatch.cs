namespace StayPositive.RetrainJob.Training;

/// <summary>Crops and the rows that are pooled from their features.</summary>
/// <param name="Images">[N, 3, side, side], RGB in [0, 1].</param>
/// <param name="Count">N.</param>
/// <param name="Side">Pixels.</param>
/// <param name="Padded">True: the crops are to be padded by reflection, as whole images are.</param>
/// <param name="Rows">Rows to pool.</param>
internal sealed record CropBatch(float[] Images, int Count, int Side, bool Padded, IReadOnlyList<PooledRow> Rows);
