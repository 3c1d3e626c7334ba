namespace StayPositive.RetrainJob.Publishing;

/// <summary>What became of a challenger.</summary>
internal enum ShadowOutcome
{
    /// <summary>There is none that waits.</summary>
    NoChallenger,

    /// <summary>Too few uploads have been judged by both.</summary>
    NotYet,

    /// <summary>It has met enough uploads and not the criteria, or will never be judged: it waits for nothing but a person, or a better one.</summary>
    Failed,

    /// <summary>It is the champion now.</summary>
    Promoted,

    /// <summary>Somebody else moved the champion meanwhile.</summary>
    Overtaken,
}
