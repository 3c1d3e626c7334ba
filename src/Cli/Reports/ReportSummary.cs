using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Reports;

/// <summary>Counts and filter. They stand before the cards but are known after them: a place of fixed length is kept, and filled at the end.</summary>
internal static class ReportSummary
{
    /// <summary>Bytes that are kept.</summary>
    public const int Length = 3072;

    private static readonly Decision[] Order = [Decision.AiGenerated, Decision.Inpainted, Decision.Uncertain, Decision.NoFindings, Decision.NotScanned];

    /// <summary>What stands there as long as the scan runs, and for ever if it is killed.</summary>
    public static Html Unfinished { get; } = Html.Of($"""<p class="state warning"><strong>Incomplete:</strong> the scan that wrote this report has not come to its end.</p>""");

    /// <param name="counts">Images of each verdict.</param>
    /// <param name="unscanned">Inputs that a cancellation left out.</param>
    public static Html Of(IReadOnlyDictionary<Decision, int> counts, int unscanned)
    {
        var total = counts.Values.Sum();
        var flagged = counts.GetValueOrDefault(Decision.AiGenerated) + counts.GetValueOrDefault(Decision.Inpainted);
        var state = unscanned == 0
            ? Html.Of($"""<p class="state"><strong>Complete:</strong> {total} of {total} inputs, {flagged} flagged.</p>""")
            : Html.Of($"""<p class="state warning"><strong>Incomplete:</strong> the scan was cancelled; {unscanned} of {total + unscanned} inputs are not in this report. {flagged} flagged so far.</p>""");
        var verdicts = Order.Where(counts.ContainsKey).Select(decision => Choice(VerdictLabel.ClassOf(decision), VerdictLabel.Of(decision), counts[decision]));
        return Html.Of(
            $"""
            {state}
            <fieldset class="filter"><legend>Show</legend>
            <input type="radio" name="show" id="show-all" checked><label for="show-all">All <b>{total}</b></label>
            {Choice("flagged", "Flagged", flagged)}{Html.Join(verdicts)}<span class="size"><input type="checkbox" id="large"><label for="large">Large pictures</label></span>
            </fieldset>
            """);
    }

    private static Html Choice(string name, string label, int count) => Html.Of(
        $"""
        <input type="radio" name="show" id="show-{name}"><label for="show-{name}">{label} <b>{count}</b></label>

        """);
}
