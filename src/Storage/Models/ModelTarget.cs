namespace StayPositive.Storage.Models;

/// <summary>A model version, exactly.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Manifest">SHA-256 of its manifest, lower-case hex.</param>
public sealed record ModelTarget(string Version, string Manifest);
