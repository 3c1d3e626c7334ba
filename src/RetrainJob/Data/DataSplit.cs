namespace StayPositive.RetrainJob.Data;

/// <summary>What a content, and all that is near it, may be used for.</summary>
internal enum DataSplit
{
    /// <summary>Fits heads.</summary>
    Train,

    /// <summary>Chooses the regularisation and the treatment of the bias.</summary>
    Validation,

    /// <summary>Sets the probability and the thresholds.</summary>
    Calibration,

    /// <summary>Judges a fitted head in the gates, and nothing else.</summary>
    Holdout,

    /// <summary>The frozen set: judges, never trains, and never grows.</summary>
    Golden,
}
