using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Web.ScanRequests;

/// <summary>Answer of <c>POST /api/scan-requests</c>.</summary>
internal sealed record ScanRequestAnswer(FlowOutcome Outcome);
