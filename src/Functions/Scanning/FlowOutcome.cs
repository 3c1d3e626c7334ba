namespace StayPositive.Functions.Scanning;

/// <summary>What became of a request to scan an upload.</summary>
internal enum FlowOutcome
{
    /// <summary>It has a new state.</summary>
    Scanned,

    /// <summary>It had one already; open effects were finished.</summary>
    Known,

    /// <summary>The container is not one of ours, or the name cannot be one: no request was made.</summary>
    UnknownSource,

    /// <summary>Nothing lies there any more.</summary>
    Gone,

    /// <summary>The content was erased; it is not read again.</summary>
    Erased,

    /// <summary>It changed again and again while it was being read; it was put into the queue of requests.</summary>
    Restless,

    /// <summary>This process does not scan; the request was put into the queue.</summary>
    Queued,
}
