namespace StayPositive.Storage.Tests;

/// <summary>The process of a test has "ended": nothing that it would have done afterwards happens.</summary>
internal sealed class KilledException() : Exception("The process was killed.");

