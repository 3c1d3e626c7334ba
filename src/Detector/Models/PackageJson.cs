using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Models;

/// <summary>JSON of the package's files: camel case, unknown and repeated members refused, so that a typing error is not silently ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BackboneManifest))]
[JsonSerializable(typeof(HeadFile))]
internal sealed partial class PackageJson : JsonSerializerContext
{
    /// <summary>By reflection: generated code would set what a policy leaves out to 0 instead of to its default.</summary>
    public static JsonTypeInfo<Policy> PolicyWithDefaults { get; } =
        (JsonTypeInfo<Policy>)new JsonSerializerOptions(Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(Policy));
}
