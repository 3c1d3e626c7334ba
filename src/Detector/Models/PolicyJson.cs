using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Models;

/// <summary>JSON of a policy, as strict as <see cref="PackageJson"/>, but by reflection: generated code would set what a policy leaves out to 0 instead of to its default.</summary>
internal static class PolicyJson
{
    public static JsonTypeInfo<Policy> Policy { get; } =
        (JsonTypeInfo<Policy>)new JsonSerializerOptions(PackageJson.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(Policy));
}
