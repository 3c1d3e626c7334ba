namespace StayPositive.RetrainJob.Gates;

/// <summary>Names of the gates, as reports and logs give them.</summary>
internal enum Gate
{
    /// <summary>Every weight is finite and >= 0, and the bias is finite.</summary>
    Weights,

    /// <summary>No golden row that the champion judges correctly is judged wrongly.</summary>
    Golden,

    /// <summary>The false-positive rate on audit rows is under the ceiling.</summary>
    FalsePositives,

    /// <summary>On no slice with enough rows worse than the champion by more than the margin.</summary>
    NotWorse,

    /// <summary>On one of them better.</summary>
    Better,

    /// <summary>Enough new audit labels of each class.</summary>
    NewLabels,
}
