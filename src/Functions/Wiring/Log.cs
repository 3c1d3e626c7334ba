using StayPositive.Detector.Features;

namespace StayPositive.Functions.Wiring;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The model could not be refreshed; the last good one, if any, goes on serving")]
    public static partial void ModelFault(this ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Execution provider of the backbone: {Choice}")]
    public static partial void ProviderChosen(this ILogger log, ProviderChoice choice);

    [LoggerMessage(Level = LogLevel.Error, Message = "The folder {Folder} may not be read: what lies in it is not scanned until this user may")]
    public static partial void UnreadableFolder(this ILogger log, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Put images into {Data}/{Container}")]
    public static partial void Listening(this ILogger log, string data, string container);

    [LoggerMessage(Level = LogLevel.Information, Message = "Token of this start (Authorization: Bearer ...): {Token}")]
    public static partial void OneTimeToken(this ILogger log, string token);

    [LoggerMessage(Level = LogLevel.Information, Message = "Review page: {Url}/review#token={Token}")]
    public static partial void ReviewPage(this ILogger log, string url, string token);
}
