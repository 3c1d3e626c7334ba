using StayPositive.Detector.Models;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Scanning;

/// <summary>A version that is measured in the champion's shadow.</summary>
/// <param name="Target">Which.</param>
/// <param name="Package">Verified; it has no session of its own.</param>
internal sealed record Challenger(ModelTarget Target, ModelPackage Package);
