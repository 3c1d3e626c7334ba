using StayPositive.RetrainJob.Data;

namespace StayPositive.RetrainJob.Reports;

/// <summary>What the refit rests on.</summary>
/// <param name="Labels">What became of the labels.</param>
/// <param name="Rows">Rows by split and class: <c>Train real</c>.</param>
/// <param name="AuditRows">Rows that were drawn with a known probability.</param>
/// <param name="LabelsUntil">The newest label, UTC; the next refit counts from here.</param>
/// <param name="Scanned">Photos and held-out images that were scanned with the candidate, for its own best windows.</param>
/// <param name="StoredWindows">Held-out rows that are judged by windows which another head had chosen: a lower bound.</param>
internal sealed record DataReport(DatasetCounts Labels, IReadOnlyDictionary<string, int> Rows, int AuditRows, DateTimeOffset? LabelsUntil, int Scanned, int StoredWindows);
