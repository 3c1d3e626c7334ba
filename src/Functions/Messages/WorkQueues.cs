namespace StayPositive.Functions.Messages;

/// <summary>Queues from which work comes.</summary>
/// <param name="Requests"><c>scan-requests</c>: events, and our own requests.</param>
/// <param name="PoisonRequests"><c>scan-requests-poison</c>: requests that failed again and again.</param>
/// <param name="PoisonBlobs"><c>webjobs-blobtrigger-poison</c>: blobs for which the host's trigger failed again and again; null in a folder.</param>
internal sealed record WorkQueues(IWorkQueue Requests, IWorkQueue PoisonRequests, IWorkQueue? PoisonBlobs)
{
    public const string RequestsName = "scan-requests";
    public const string PoisonRequestsName = "scan-requests-poison";
    public const string PoisonBlobsName = "webjobs-blobtrigger-poison";

    /// <summary>All poison queues.</summary>
    public IEnumerable<IWorkQueue> Poison => PoisonBlobs is null ? [PoisonRequests] : [PoisonRequests, PoisonBlobs];
}
