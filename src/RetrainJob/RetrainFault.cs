using Azure;
using Azure.Identity;
using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Refits;

namespace StayPositive.RetrainJob;

/// <summary>How a verb that works on an installation ends when something outside it is wrong. One list for all of them.</summary>
/// <param name="ExitCode">See <see cref="RetrainExit"/>.</param>
/// <param name="Code">Machine-readable.</param>
/// <param name="Sentence">What is wrong.</param>
internal sealed record RetrainFault(int ExitCode, string Code, string Sentence)
{
    /// <summary>What an exception means; null for one that is our own mistake.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="cancellation">The verb's.</param>
    public static RetrainFault? Of(Exception fault, CancellationToken cancellation) => fault switch
    {
        OperationCanceledException when cancellation.IsCancellationRequested => new(RetrainExit.Cancelled, "cancelled", "Cancelled; start it again to go on."),
        ModelRefusedException refused => new(RetrainExit.ModelRefused, "model-refused", $"{refused.Code}: {refused.Message}"),
        NotEnoughDataException or RefitRefusedException => new(RetrainExit.NotEnoughData, "not-enough-data", fault.Message),
        RequestFailedException failed => new(RetrainExit.StorageFailed, "storage-failed", $"The storage account answers {failed.Status} {failed.ErrorCode}."),
        AuthenticationFailedException or InvalidDataException or IOException or UnauthorizedAccessException => new(RetrainExit.StorageFailed, "storage-failed", fault.Message.Split('\n')[0]),
        ArgumentException or FormatException or InvalidOperationException => new(RetrainExit.Settings, "settings", fault.Message),
        _ => null,
    };
}
