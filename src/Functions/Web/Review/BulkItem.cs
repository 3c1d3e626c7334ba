namespace StayPositive.Functions.Web.Review;

/// <summary>One of many.</summary>
/// <param name="Hash">The content.</param>
/// <param name="Seen">Number of the newest label that the reviewer has seen.</param>
internal sealed record BulkItem(string Hash, int Seen);
