namespace StayPositive.Detector.Verdicts;

/// <summary>What another head or policy makes of a stored measurement.</summary>
/// <param name="Decision">As far as the stored windows tell.</param>
/// <param name="Action">What may be done with it.</param>
/// <param name="Logit">Of the whole image.</param>
/// <param name="Probability">P(the whole image is generated) at the policy's prevalence.</param>
/// <param name="Threshold">The strict thresholds.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Rejudgement(Decision Decision, RejudgeAction Action, float Logit, double Probability, ThresholdSet Threshold, string Reason)
{
    /// <summary>True when only a scan can tell, or can add the region.</summary>
    public bool NeedsScan => Action is RejudgeAction.ChangeWithoutRegion or RejudgeAction.StaleRegion or RejudgeAction.TooNear;
}
