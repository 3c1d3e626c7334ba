namespace StayPositive.Functions.Web.Review;

/// <summary>Scans of a day by the scanner's verdict.</summary>
internal sealed record DayCount(DateOnly Day, IReadOnlyDictionary<string, int> Verdicts);
