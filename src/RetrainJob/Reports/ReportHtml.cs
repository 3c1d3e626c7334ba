using System.Text;
using System.Text.Json;
using StayPositive.Cli.Reports;
using static StayPositive.RetrainJob.Reports.ReportTables;

namespace StayPositive.RetrainJob.Reports;

/// <summary>The report as one HTML file: no script, no other file, light and dark.</summary>
internal static class ReportHtml
{
    /// <summary>The page's bytes.</summary>
    public static byte[] Write(RefitReport report) => Encoding.UTF8.GetBytes(Html.Join([Top(report), Gates(report), Slices(report), Charts(report), Rates(report), Fits(report), Thresholds(report), Mistakes(report), Past(report), Settings(report)]).ToString());

    private static Html Top(RefitReport report) => Html.Of(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{RefitStyle.HashSource}'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>Refit {report.Version}</title>
        {RefitStyle.Element}
        </head>
        <body>
        <header>
        <h1>Refit {report.Version}: {(report.Passed ? Html.Of($"<span class=\"pass\">every gate passed</span>") : Html.Of($"<span class=\"fail\">{report.Gates.Count(gate => !gate.Passed)} of {report.Gates.Count} gates failed</span>"))}</h1>
        <p>Against the champion {report.Champion}, on the backbone {report.Backbone[..12]}; {report.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. {report.Data.Labels.Contents} labelled contents, {report.Data.AuditRows} audit rows.
        {Text(report.Data.StoredWindows > 0 ? $"{report.Data.StoredWindows} held-out rows are judged by windows that another head had chosen, which is a lower bound." : "")}</p>
        </header>
        <main>

        """);

    private static Html Gates(RefitReport report) => Html.Of(
        $"""
        <h2>Gates</h2>
        <ul class="gates">
        {Html.Join(report.Gates.Select(gate => Html.Of($"<li><b>{gate.Gate}</b> {Passed(gate.Passed)}<br/>{gate.Sentence}</li>\n")))}</ul>
        """);

    private static Html Slices(RefitReport report) => Html.Of(
        $"""
        <h2>Slices of held-out rows</h2>
        <p class="muted">In percent; what names no other head is the candidate's. The score is the joint margin; differences of AUC have 95% intervals of a paired bootstrap by group. A generator and a mask area are measured against all photos.
        Slices of a post-processing other than "none" are images that this job has changed: all heads are judged by the windows that the champion had chosen, so they inform and are no gate.</p>
        {Table(
            "Slices",
            ["slice", "#photos", "#generated", "#AUC", "#AUC champion", "#AUC unconstrained", "#AUC - champion", "#AUC - unconstrained", "#AP", "#TPR at 1%", "#FPR", "#TPR", "#Brier", "#ECE"],
            report.Slices.Select(slice => new[]
            {
                Text(slice.Kind == "all" ? "all" : $"{slice.Kind}: {slice.Value}"), Text($"{slice.Real}"), Text($"{slice.Generated}"),
                Percent(slice.Candidate.Auc), Percent(slice.Champion.Auc), Percent(slice.Unconstrained.Auc), Difference(slice.AgainstChampion), Difference(slice.AgainstUnconstrained),
                Percent(slice.Candidate.AveragePrecision), Percent(slice.Candidate.TruePositiveRateAt1Percent), Percent(slice.Candidate.FalsePositiveRate), Percent(slice.Candidate.TruePositiveRate),
                Percent(slice.Candidate.Brier), Percent(slice.Candidate.Ece),
            }))}
        """);

    private static Html Charts(RefitReport report) => Html.Of(
        $"""
        <h2>Ranking, reliability, weights, drift</h2>
        <div class="charts">
        {Chart.Lines("ROC curve, held-out rows", "false-positive rate", "true-positive rate", Heads(report, curves => curves.Roc))}
        {Chart.Lines("Precision and recall at equal classes", "recall", "precision", Heads(report, curves => curves.PrecisionRecall))}
        {Chart.Lines(
            "Reliability at equal classes", "probability said", "share generated",
            [new ChartLine("said = came true", "even", [new(0, 0), new(1, 1)]), new ChartLine("candidate", "one", [.. report.Reliability.Bins.Select(bin => new CurvePoint(bin.Said, bin.Came))])])}
        {Chart.Bars("Weights: candidate above, champion below", "channel", "share of the largest", Shares(report.Weights), Shares(report.ChampionWeights))}
        {Chart.Bars("Drift of each feature on photos (lines: 0.1 and 0.25)", "feature, the largest drift first", "PSI", [.. report.Drift.Features.Select(feature => Math.Min(2, double.IsNaN(feature.Psi) ? 0 : feature.Psi))], [], 0.1, 0.25)}
        </div>
        <p>Drift of {report.Drift.Current} {(report.Drift.IsAudit ? "audit" : "held-out")} rows against {report.Drift.Reference} training rows: PSI of the candidate's logits {Figure(report.Drift.CandidateReal, "0.000")} on photos,
        {Figure(report.Drift.CandidateGenerated, "0.000")} on generated images; of the champion's {Figure(report.Drift.ChampionReal, "0.000")} and {Figure(report.Drift.ChampionGenerated, "0.000")}.
        {report.Drift.Features.Count(feature => feature.Psi > 0.25)} of {report.Drift.Features.Count} features above 0.25, {report.Drift.Features.Count(feature => feature.Psi > 0.25 && feature.Weight > 0)} of them with a weight.</p>

        """);

    private static Html Rates(RefitReport report) => Html.Of(
        $"""
        <h2>Rates among uploads</h2>
        <p class="muted">From held-out audit rows alone, each weighted by 1 / the probability with which it was drawn; 95% intervals.</p>
        {Table(
            "Rates among uploads", ["rate", "candidate", "champion"],
            [
                [Text("photos flagged (FPR)"), Rate(report.Audit.FalsePositives), Rate(report.Audit.ChampionFalsePositives)],
                [Text("generated images missed (FNR)"), Rate(report.Audit.FalseNegatives), Rate(report.Audit.ChampionFalseNegatives)],
                [Text("generated images among uploads"), Rate(report.Audit.Prevalence), Text("")],
            ])}
        """);

    private static Html Fits(RefitReport report) => Html.Of(
        $"""
        <h2>Fits</h2>
        <p class="muted">Regularisation and treatment of the bias are chosen on the validation split: mean AUC over its slices. A KKT residual of 0 is the optimum.</p>
        {Table(
            "Fits", ["head", "", "#L2", "#validation", "#worst slice", "#weights", "#objective", "#KKT residual", "#steps", "validation by L2"],
            report.Fits.Select(fit => new[]
            {
                Text(fit.Name), Text(fit.Chosen ? "candidate" : ""), Figure(fit.L2, "0.#####"), Percent(fit.Validation), Percent(fit.WorstSlice), Text($"{fit.NonZeros}"), Figure(fit.Objective, "0.00000"),
                Figure(fit.KktResidual, "0.0E0"), Text($"{fit.Iterations}"), Text(string.Join(", ", fit.ValidationByL2.Select(pair => $"{pair.Key}: {pair.Value * 100:F1}"))),
            }))}
        """);

    private static Html Thresholds(RefitReport report) => Html.Of(
        $"""
        <h2>Thresholds</h2>
        <p class="muted">Joint over the image and its windows, on photos that neither trained nor judge. A rate p needs 3/p photos of the size; where there are fewer, thresholds are borrowed, and the rate is not supported.
        P(generated) = sigmoid({report.Calibration.Slope:F3} x logit {report.Calibration.Offset:+ 0.000;- 0.000} + log odds of the prevalence).</p>
        {Table(
            "Thresholds", ["megapixels", "#rate", "#image", "windows", "#photos", "#pass", "supported"],
            report.Calibration.Bins.SelectMany(bin => bin.Thresholds.Select(set => new[]
            {
                Text(FormattableString.Invariant($"{bin.MinMegapixels} to {bin.MaxMegapixels}")), Percent(set.FalsePositiveRate), set.Global == float.MaxValue ? Text("none") : Figure(set.Global, "0.00"),
                Text(string.Join(", ", set.Windows.OrderBy(window => window.Key).Select(window => FormattableString.Invariant($"{window.Key} px: {window.Value:F2}")))),
                Text($"{set.Photos}"), Text($"{set.FalsePositives}"), Text(set.Supported ? "yes" : "not supported"),
            })))}
        """);

    private static Html Mistakes(RefitReport report) => Html.Of(
        $"""
        <h2>Worst mistakes</h2>
        {(report.Mistakes.Count == 0 ? Html.Of($"<p>None on the held-out rows.</p>\n") : Table(
            "Worst mistakes", ["content (SHA-256)", "label", "#logit units beyond", "champion", "source", "generator", "#megapixels", "post-processing"],
            report.Mistakes.Select(mistake => new[]
            {
                Html.Of($"<span class=\"hash\">{mistake.Name}</span>"), Text(mistake.Generated ? "generated, missed" : "photo, flagged"), Figure(mistake.Margin, "0.00"), Text(mistake.ChampionToo ? "wrong, too" : "right"),
                Text(mistake.Facts.Source), Text(mistake.Facts.Generator ?? "-"), Figure(mistake.Facts.Megapixels, "0.00"), Text(mistake.Facts.PostProcessing),
            })))}
        """);

    private static Html Past(RefitReport report)
    {
        var past = report.PastVerdicts;
        return Html.Of(
            $"""
            <h2>Past verdicts</h2>
            <p>Of {past.States} states, from stored measurements: {past.Kept} stay, {past.Changed} change for certain, {past.WithoutRegion} become a finding whose region needs a scan, {past.Stale} only a scan can tell,
            {past.TooNear} are within rounding of a threshold, {past.Unmeasured} have no measurement under this backbone, {past.OtherPolicy} were judged by the policy of a prefix, {past.Unscanned} were not scanned. Nothing was changed by this job.</p>
            {(past.Moves.Count == 0 ? Html.Empty : Table("Past verdicts", ["change", "#states"], past.Moves.Select(move => new[] { Text(move.Key), Text($"{move.Value}") })))}
            """);
    }

    private static Html Settings(RefitReport report) => Html.Of(
        $"""
        <h2>Settings and data</h2>
        <details><summary>Every setting</summary><pre tabindex="0">{JsonSerializer.Serialize(report.Settings, ReportJson.Options)}</pre></details>
        <details><summary>Rows and labels</summary><pre tabindex="0">{JsonSerializer.Serialize(report.Data, ReportJson.Options)}</pre></details>
        </main>
        </body>
        </html>

        """);

    /// <summary>Two heads have other scales: what they look at can be compared, their units cannot.</summary>
    private static double[] Shares(IReadOnlyList<float> weights) => [.. weights.Select(weight => weight / Math.Max(1e-9, (double)weights.Max()))];

    private static ChartLine[] Heads(RefitReport report, Func<Curves, IReadOnlyList<CurvePoint>> curve) =>
        [new("candidate", "one", curve(report.Candidate)), new("champion", "two", curve(report.ChampionCurves)), new("unconstrained", "three", curve(report.Unconstrained))];
}
