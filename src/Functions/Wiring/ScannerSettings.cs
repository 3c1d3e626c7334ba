using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Wiring;

/// <summary>Settings of the scanner behind every door.</summary>
/// <param name="Storage">Where things are.</param>
/// <param name="Scanning">What is scanned, and how.</param>
/// <param name="Models">How the model is followed and computed.</param>
internal sealed record ScannerSettings(InstallationSettings Storage, ScanningOptions Scanning, ModelSettings Models);
