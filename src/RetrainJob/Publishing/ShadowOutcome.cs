namespace StayPositive.RetrainJob.Publishing;

/// <summary>What became of a challenger.</summary>
internal enum ShadowOutcome
{
    /// <summary>There is none that waits.</summary>
    NoChallenger,

    /// <summary>It has not shown enough.</summary>
    NotYet,

    /// <summary>It is the champion now.</summary>
    Promoted,

    /// <summary>Somebody else moved the champion meanwhile.</summary>
    Overtaken,
}
