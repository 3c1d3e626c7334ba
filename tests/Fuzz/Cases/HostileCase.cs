namespace StayPositive.Fuzz.Cases;

/// <summary>A file that means harm, and what may come of it.</summary>
/// <param name="Name">Unique within its source.</param>
/// <param name="Make">Makes the bytes, the same ones each time.</param>
/// <param name="Allowed">Outcomes that are right.</param>
internal sealed record HostileCase(string Name, Func<byte[]> Make, Allowed Allowed);
