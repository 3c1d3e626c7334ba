using System.Text.Json;
using System.Text.Json.Serialization;

namespace StayPositive.Cli.Evaluating;

/// <summary>JSON of a report: camel case, null for figures that are not defined.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new NanAsNull() },
    };

    public static string Write(EvaluationReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>JSON has no NaN.</summary>
    private sealed class NanAsNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
