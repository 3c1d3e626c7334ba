using System.Text.Json.Serialization;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Audits;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Review;
using StayPositive.Storage.Shards;
using StayPositive.Storage.Shadows;
using StayPositive.Storage.States;

namespace StayPositive.Storage;

/// <summary>JSON of all records: camel case, enumerations by name; a missing member is an error, an unknown one is of a later version and skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false, Converters = [typeof(UploadVersionConverter)])]
[JsonSerializable(typeof(Backfill))]
[JsonSerializable(typeof(UploadState))]
[JsonSerializable(typeof(OpenMarker))]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(MeasurementFile))]
[JsonSerializable(typeof(Label))]
[JsonSerializable(typeof(RulingMarker))]
[JsonSerializable(typeof(DayCount))]
[JsonSerializable(typeof(Claim))]
[JsonSerializable(typeof(ReleaseManifest))]
[JsonSerializable(typeof(AliasDocument))]
[JsonSerializable(typeof(ErasureJournal))]
[JsonSerializable(typeof(ShardManifest))]
[JsonSerializable(typeof(MaskFile))]
[JsonSerializable(typeof(PictureFile))]
[JsonSerializable(typeof(VariantFile))]
[JsonSerializable(typeof(RescoreCursor))]
[JsonSerializable(typeof(ShadowCounts))]
internal sealed partial class StoreJson : JsonSerializerContext;
