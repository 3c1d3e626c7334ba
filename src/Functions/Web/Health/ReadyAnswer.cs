namespace StayPositive.Functions.Web.Health;

/// <summary>Answer of <c>GET /api/ready</c>.</summary>
/// <param name="Status"><c>ready</c>.</param>
internal sealed record ReadyAnswer(string Status);
