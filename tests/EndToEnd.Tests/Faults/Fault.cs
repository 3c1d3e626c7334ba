namespace StayPositive.EndToEnd.Tests.Faults;

/// <summary>What can happen to a call on its way.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection breaks before the service sees the call.</summary>
    Dropped,

    /// <summary>The service does what was asked, and the answer is lost.</summary>
    ReplyLost,

    /// <summary>It takes up to a second longer.</summary>
    Delayed,

    /// <summary>The service answers 500 and has done nothing.</summary>
    Failed,

    /// <summary>The service answers 503 and has done nothing.</summary>
    Busy,
}
