using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace StayPositive.Functions.Doors.Isolated;

/// <summary>A blob was written; Event Grid told it.</summary>
public sealed class ScanUploadFunction(Invocations invocations)
{
    /// <summary>The host sends a reference: the content is read by the flow, within its limits.</summary>
    [Function(Triggers.ScanUpload)]
    public Task RunAsync(
        [BlobTrigger(Triggers.UploadPath, Source = BlobTriggerSource.EventGrid, Connection = Triggers.Connection)] BlobClient blob, string name, FunctionContext context, CancellationToken cancellation) =>
        invocations.UploadAsync(blob.BlobContainerName, name, blob.Uri.Authority, context.InvocationId, cancellation);
}
