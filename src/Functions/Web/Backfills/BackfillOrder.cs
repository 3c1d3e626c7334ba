namespace StayPositive.Functions.Web.Backfills;

/// <summary>Body of <c>POST /api/backfills</c>.</summary>
/// <param name="Container">Container with uploads.</param>
/// <param name="Prefix">Beginning of the names; absent = all.</param>
/// <param name="DailyMegapixels">Megapixels that may be scanned in a day (UTC), above 0; absent = without limit.</param>
internal sealed record BackfillOrder(string Container, string? Prefix = null, double? DailyMegapixels = null);
