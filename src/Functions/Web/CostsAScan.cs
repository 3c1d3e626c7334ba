namespace StayPositive.Functions.Web;

/// <summary>Marks an endpoint that computes: it has tighter limits.</summary>
internal sealed class CostsAScan;
