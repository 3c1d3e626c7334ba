namespace StayPositive.Functions.Doors;

/// <summary>Names that both Functions doors share: the custom handler by its <c>function.json</c> files, the isolated worker by its attributes.</summary>
internal static class Triggers
{
    /// <summary>Function behind the blob trigger.</summary>
    public const string ScanUpload = "ScanUpload";

    /// <summary>Function behind the queue trigger.</summary>
    public const string ScanRequest = "ScanRequest";

    /// <summary>Function behind the timer.</summary>
    public const string Sweep = "Sweep";

    /// <summary>Queue of events and of our own requests.</summary>
    public const string RequestQueue = "scan-requests";

    /// <summary>Setting that names the container of the blob trigger.</summary>
    public const string ContainerSetting = "UploadContainer";

    /// <summary>What the blob trigger watches: the host puts the setting in.</summary>
    public const string UploadPath = $"%{ContainerSetting}%/{{name}}";

    /// <summary>Every five minutes.</summary>
    public const string SweepSchedule = "0 */5 * * * *";

    /// <summary>How long a sweep may take: it ends before the next one begins, and before the host's <c>functionTimeout</c>.</summary>
    public static readonly TimeSpan SweepTime = TimeSpan.FromMinutes(4);

    /// <summary>
    /// Prefix of the host's settings of the account, and section of ours: <c>Storage__blobServiceUri</c> and <c>Storage__queueServiceUri</c> serve both. A connection string is given as <c>Storage</c> itself.
    /// </summary>
    public const string Connection = "Storage";
}
