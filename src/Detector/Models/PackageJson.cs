using System.Text.Json.Serialization;

namespace StayPositive.Detector.Models;

/// <summary>JSON of the package's files: camel case, unknown and repeated members refused, so that a typing error is not silently ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BackboneManifest))]
[JsonSerializable(typeof(HeadFile))]
internal sealed partial class PackageJson : JsonSerializerContext;
