using System.Text.Json.Serialization;

namespace StayPositive.Cli.Scanning;

/// <summary>Serialisers of the output.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonRow))]
[JsonSerializable(typeof(JsonReport))]
internal sealed partial class ScanJson : JsonSerializerContext;
