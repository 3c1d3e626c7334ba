namespace StayPositive.Fuzz.Supervising;

/// <summary>A case that broke a promise.</summary>
/// <param name="Number">The case.</param>
/// <param name="Name">Its name.</param>
/// <param name="What">crash, hang, memory or broken.</param>
/// <param name="Detail">In a sentence.</param>
internal sealed record Finding(int Number, string Name, string What, string Detail);
