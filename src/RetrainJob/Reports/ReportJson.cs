using System.Text.Json;
using System.Text.Json.Serialization;

namespace StayPositive.RetrainJob.Reports;

/// <summary>JSON of reports, settings and logs: camel case, enumerations by name.</summary>
internal static class ReportJson
{
    /// <summary>Unknown members are refused, so that a mistyped setting is not silently ignored.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(), new NanIsNull() },
    };

    /// <summary>The report's bytes.</summary>
    public static byte[] Write(RefitReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Options);
}
