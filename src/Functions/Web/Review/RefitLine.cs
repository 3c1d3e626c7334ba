namespace StayPositive.Functions.Web.Review;

/// <summary>A refit, as its report says.</summary>
internal sealed record RefitLine(string Version, string Champion, DateTimeOffset MadeAt, bool Passed, IReadOnlyList<GateLine> Gates);
