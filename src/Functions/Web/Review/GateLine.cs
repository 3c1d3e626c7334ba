namespace StayPositive.Functions.Web.Review;

/// <summary>A gate of a refit.</summary>
internal sealed record GateLine(string Gate, bool Passed, string Sentence);
