namespace StayPositive.RetrainJob.Data;

/// <summary>Shares of the groups; holdout is what is left. Changing them moves no group that has been drawn.</summary>
/// <param name="Train">0..1.</param>
/// <param name="Validation">0..1.</param>
/// <param name="Calibration">0..1.</param>
internal sealed record SplitShares(double Train = 0.6, double Validation = 0.1, double Calibration = 0.15)
{
    /// <exception cref="ArgumentOutOfRangeException">A share is not in 0..1, training or validation has none, or together they are more than 1.</exception>
    public void Check()
    {
        if (!(Train > 0 && Validation > 0 && Calibration >= 0 && Train + Validation + Calibration <= 1))
            throw new ArgumentOutOfRangeException(nameof(Train), $"The shares train {Train}, validation {Validation}, calibration {Calibration} must be positive and together at most 1.");
    }

    /// <summary>Split of a uniform number.</summary>
    /// <param name="uniform">[0, 1).</param>
    /// <param name="trainsOnly">Only training and validation, in their proportion.</param>
    public DataSplit Draw(double uniform, bool trainsOnly)
    {
        var u = trainsOnly ? uniform * (Train + Validation) : uniform;
        return u < Train ? DataSplit.Train
            : u < Train + Validation ? DataSplit.Validation
            : u < Train + Validation + Calibration ? DataSplit.Calibration
            : DataSplit.Holdout;
    }
}
