using System.Text.Json.Serialization;

namespace StayPositive.Functions.Messages;

/// <summary>Serialisers of messages.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ResultMessage))]
internal sealed partial class MessageJson : JsonSerializerContext;
