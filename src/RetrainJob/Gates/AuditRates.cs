using StayPositive.RetrainJob.Data;

namespace StayPositive.RetrainJob.Gates;

/// <summary>Rates among all uploads, from held-out rows that were drawn with known probabilities.</summary>
internal static class AuditRates
{
    /// <summary>Share of the audit rows of which something is true, each weighted by 1 / its probability.</summary>
    /// <param name="rows">Rows that are not audit rows are passed over.</param>
    /// <param name="of">Which of them count at all.</param>
    /// <param name="hit">What is asked.</param>
    public static RateEstimate Of(IEnumerable<GateRow> rows, Func<GateRow, bool> of, Func<GateRow, bool> hit) =>
        AuditEstimates.Rate(rows.Where(row => row.AuditProbability is not null && of(row)).Select(row => (hit(row), 1 / row.AuditProbability!.Value)));
}
