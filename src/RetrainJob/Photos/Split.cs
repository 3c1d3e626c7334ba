namespace StayPositive.RetrainJob.Photos;

/// <summary>What a source photo may be used for. A photo, and everything made from it, has exactly one.</summary>
internal enum Split
{
    /// <summary>Trains autoencoders, backbone and heads.</summary>
    Train,

    /// <summary>Chooses regularisation and bias; fits the probability scale.</summary>
    Validation,

    /// <summary>Real photos only: sets the thresholds.</summary>
    Calibration,

    /// <summary>Never seen before the model card's table is printed.</summary>
    Test,
}
