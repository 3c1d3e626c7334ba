namespace StayPositive.Detector.Verdicts;

/// <summary>What follows from judging a stored measurement with another head or policy.</summary>
public enum RejudgeAction
{
    /// <summary>The decision is the same, as far as the stored windows tell.</summary>
    Keep,

    /// <summary>The decision is another one, and it is certain.</summary>
    Change,

    /// <summary>There is a finding now, for certain; its region, and with it whether the whole or a part was generated, needs a scan.</summary>
    ChangeWithoutRegion,

    /// <summary>The decision seems to be another one, but rests on windows that another head had chosen: only a scan can tell.</summary>
    StaleRegion,

    /// <summary>A score is as near to a threshold as the rounding of the stored features: only a scan can tell.</summary>
    TooNear,
}
