namespace StayPositive.Functions.Web.ScanRequests;

/// <summary>Body of <c>POST /api/scan-requests</c>.</summary>
internal sealed record ScanTarget(string Container, string Blob);
