using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Microsoft.AspNetCore.Connections;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Wiring;

/// <summary>Why the program cannot start, where its user can change that: a code and a sentence instead of a stack trace.</summary>
internal static class StartFault
{
    /// <summary>Exit code.</summary>
    public const int Code = 3;

    /// <summary>Null for what is a bug.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="data">Folder of the installation.</param>
    /// <param name="urls">Where it should listen.</param>
    public static string? Sentence(Exception fault, string data, string urls) => fault switch
    {
        IOException { InnerException: AddressInUseException } => $"AddressInUse: another program listens on {urls}; give another address with --urls.",
        IOException { InnerException: SocketException refused } => $"AddressRefused: the program may not listen on {urls} ({refused.SocketErrorCode}); give another address with --urls.",
        SocketException refused => $"AddressRefused: the program may not listen on {urls} ({refused.SocketErrorCode}); give another address with --urls.",
        _ when DiskFull.Is(fault) => $"DiskFull: there is no room in '{data}' to begin with; make some, or give another folder with --data.",
        UnauthorizedAccessException or IOException => $"DataNotWritable: '{data}' cannot be used: {fault.Message} Give a folder that this user may write, with --data.",
        RequestFailedException failed => $"StorageFailed: the storage account answers {failed.Status} {failed.ErrorCode}; look at Storage:BlobServiceUri and at the roles of this identity.",
        AuthenticationFailedException failed => $"StorageFailed: {failed.Message.Split('\n')[0]}",
        AggregateException { InnerException: RequestFailedException failed } => $"StorageFailed: {failed.Message.Split('\n')[0]}",
        _ => null,
    };
}
