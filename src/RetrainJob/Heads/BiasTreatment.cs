namespace StayPositive.RetrainJob.Heads;

/// <summary>What a fit does with the bias.</summary>
internal enum BiasTreatment
{
    /// <summary>Held at zero; the calibration sets the offset afterwards.</summary>
    Zero,

    /// <summary>Fitted, and not constrained.</summary>
    Free,
}
