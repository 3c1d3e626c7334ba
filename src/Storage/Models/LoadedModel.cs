using StayPositive.Detector.Scans;

namespace StayPositive.Storage.Models;

/// <summary>A verified version in memory, ready to scan. Immutable.</summary>
/// <param name="Target">The version.</param>
/// <param name="Scanner">On the shared session.</param>
/// <param name="Backbone">The session; this holds it once until it is replaced.</param>
internal sealed record LoadedModel(ModelTarget Target, ImageScanner Scanner, SharedBackbone Backbone);
