namespace StayPositive.RetrainJob.Heads;

/// <summary>The logistic loss, for margins of any size.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^-margin).</summary>
    public static double Sigmoid(double margin) => 1 / (1 + Math.Exp(-margin));

    /// <summary>-log of the probability of the label.</summary>
    /// <param name="margin">Logit of "generated".</param>
    /// <param name="label">0 or 1.</param>
    public static double Loss(double margin, byte label) => Math.Max(margin, 0) - label * margin + Math.Log(1 + Math.Exp(-Math.Abs(margin)));
}
