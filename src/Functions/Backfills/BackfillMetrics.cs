using System.Diagnostics.Metrics;

namespace StayPositive.Functions.Backfills;

/// <summary>Counters of backfills, meter <c>StayPositive.Backfills</c>.</summary>
internal static class BackfillMetrics
{
    public const string MeterName = "StayPositive.Backfills";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Uploads taken on, by <c>outcome</c>.</summary>
    public static readonly Counter<long> Uploads = Meter.CreateCounter<long>("stay_positive.backfill.uploads", "{upload}");

    /// <summary>Megapixels scanned.</summary>
    public static readonly Counter<double> Megapixels = Meter.CreateCounter<double>("stay_positive.backfill.megapixels", "{megapixel}");

    /// <summary>Times that a day's budget was used up: an alert.</summary>
    public static readonly Counter<long> Deferrals = Meter.CreateCounter<long>("stay_positive.backfill.deferrals", "{deferral}");
}
