namespace StayPositive.RetrainJob.Gates;

/// <summary>What one head says of one row.</summary>
/// <param name="Logit">Of the whole image.</param>
/// <param name="Margin">The joint verdict as a number: the largest distance of a score (image, windows) above its threshold, logit units.</param>
/// <param name="Probability">P(generated) at equal classes.</param>
internal sealed record RowScore(float Logit, float Margin, double Probability)
{
    /// <summary>True when a score passes its threshold.</summary>
    public bool IsFinding => Margin > 0;
}
