namespace StayPositive.Functions.Web.Review;

/// <summary>Body of <c>POST /api/session</c>.</summary>
/// <param name="Token">As it was printed.</param>
internal sealed record TokenExchange(string Token);
