using System.Runtime.ExceptionServices;
using Azure;
using Microsoft.ML.OnnxRuntime;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Scanning;

/// <summary>Tells what is wrong with the world from what is wrong with an upload.</summary>
internal static class Faults
{
    /// <summary>True when another try may succeed without anything being done about the upload: storage, rights, network, memory (of the graphics card, too), no model yet.</summary>
    public static bool MayPass(Exception fault) => fault
        is RequestFailedException or ModelUnavailableException or IOException or UnauthorizedAccessException or TimeoutException or HttpRequestException or OperationCanceledException or OutOfMemoryException or OnnxRuntimeException
        || (fault is AggregateException { InnerExceptions: var all } && all.All(MayPass));

    /// <summary>Throws what has failed while the rest was done all the same; nothing when there is nothing.</summary>
    /// <exception cref="AggregateException">More than one; what failed alone throws its own.</exception>
    public static void Throw(IReadOnlyList<Exception> faults)
    {
        if (faults.Count == 1)
            ExceptionDispatchInfo.Throw(faults[0]);
        if (faults.Count > 1)
            throw new AggregateException(faults);
    }
}
