using System.Text.Json;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Publishing;
using StayPositive.RetrainJob.Reports;
using StayPositive.RetrainJob.Robustness;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Shards;

namespace StayPositive.RetrainJob.Refits;

/// <summary>
/// From labels to a challenger: measure what is missing, fit, choose, scan with the candidate, calibrate, gates, report, publish. Everything up to the publication is a function of what is stored and of the
/// settings, so that a job that was stopped is simply started again: what has been measured stays.
/// </summary>
/// <param name="installation">Where all is.</param>
/// <param name="settings">Every setting.</param>
/// <param name="options">Tenants, work folder.</param>
/// <param name="publisher">Writes what comes out.</param>
/// <param name="clock">Time of the report.</param>
/// <param name="log">What happens.</param>
internal sealed class RefitJob(Installation installation, RefitJobSettings settings, RefitOptions options, Publisher publisher, TimeProvider clock, JobLog log)
{
    private const int WorstEach = 12;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code, and the report if it came so far.</returns>
    /// <exception cref="NotEnoughDataException">Too few labels.</exception>
    /// <exception cref="RefitRefusedException">The training rows cannot be fitted.</exception>
    /// <exception cref="ModelRefusedException">The champion cannot be used.</exception>
    public async Task<(int ExitCode, RefitReport? Report)> RunAsync(CancellationToken cancellation)
    {
        var champion = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation)
            ?? throw new ModelRefusedException(ModelRefusal.Missing, "There is no champion to compare with; publish a first version with 'staypositive models publish'.");
        var challenger = await installation.Aliases.ReadAsync(ModelAlias.Challenger, cancellation);
        var serving = await installation.Releases.ReadAsync(champion.Target, null, cancellation);
        log.WriteText(JsonSerializer.Serialize(settings, ReportJson.Options));
        log.Write("begin", $"The champion is {serving.Version}.", ("champion", serving.Version.Value), ("settings", settings));

        var labelled = await LabelReading.ReadAsync(installation.Labels, options.Scopes, cancellation);
        using (var scanner = new ImageScanner(serving))
        {
            var extraction = await new MissingFeatures(installation, scanner, parallel: 2).RunAsync(labelled, options.Shard, cancellation);
            log.Write("measured", $"{labelled.Count} labelled contents: {extraction.AlreadyDone} had features, {extraction.Measured} measured now{string.Concat(extraction.Failed.Select(pair => $", {pair.Value} {pair.Key}"))}.", ("contents", labelled.Count), ("extraction", extraction));
        }

        if (options.Shard != JobShard.Whole)
        {
            log.Write("shard-done", $"This replica's part is measured; the job without --shard fits.");
            return (RetrainExit.Done, null);
        }

        await CompactAsync(serving, cancellation);
        using var dataset = await new DatasetBuilder(installation, new DatasetOptions { Scopes = options.Scopes, Work = options.Work, Clock = clock, Shares = settings.Shares })
            .BuildAsync(ContentHash.Parse(serving.Backbone.Sha256), serving.Backbone.Channels, cancellation);
        var made = await MakeAsync(dataset, serving, cancellation);
        var report = await ReportAsync(dataset, labelled, serving, champion, made, cancellation);
        foreach (var gate in report.Gates)
            log.Write("gate", $"{(gate.Passed ? "passed" : "FAILED")} {gate.Gate}: {gate.Sentence}", ("gate", gate.Gate), ("passed", gate.Passed), ("figures", gate.Sentence));
        if (report.Drift.Champion is > Drift.Much and var psi)
            log.Write("drifted", FormattableString.Invariant($"What comes in differs much from what was learnt: population stability index {psi:F2} of the champion's logits."), ("psi", psi), ("audit", report.Drift.IsAudit));
        if (!report.Passed || options.IsDryRun)
        {
            await publisher.WriteReportAsync(report, cancellation);
            log.Write(report.Passed ? "dry-run" : "gate-failed", $"Nothing was changed; the report is reports/{report.Version}/report.html.", ("version", report.Version));
            return (report.Passed ? RetrainExit.Done : RetrainExit.GateFailed, report);
        }

        if (await publisher.PublishAsync(made.Package, report, champion, challenger, cancellation) is not { } moved)
        {
            log.Write("overtaken", $"Another job or a person moved an alias first; {report.Version} is published, and nothing points to it.", ("version", report.Version));
            return (RetrainExit.Overtaken, report);
        }

        log.Write("challenger", $"{report.Version} is the challenger; the report is reports/{report.Version}/report.html.", ("version", report.Version), ("alias", moved));
        return (RetrainExit.Done, report);
    }

    private async Task<MadeHeads> MakeAsync(Dataset dataset, ModelPackage serving, CancellationToken cancellation)
    {
        var rows = new DatasetFeatureRows(dataset, row => row.Trains);
        var candidates = HeadChoice.Fit(dataset, rows, new HeadStart(serving.Head.Weights.ToArray(), serving.Head.Bias), settings.Fit, cancellation);
        foreach (var candidate in candidates)
            log.Write("fit", FormattableString.Invariant($"{candidate.Name}: L2 {candidate.L2:G3}, {candidate.Fit.NonZeros} weights, KKT {candidate.Fit.KktResidual:E1} in {candidate.Fit.Iterations} steps; validation AUC {candidate.Validation:P2}, worst slice {candidate.WorstSlice:P2}"), ("fit", candidate.ToReport(false)));
        var chosen = HeadChoice.Choose(candidates);
        var baseline = candidates.Single(candidate => !candidate.NonNegative);

        var calibration = dataset.Rows.Where(row => row.Calibrates).ToArray();
        var judging = dataset.Rows.Where(row => row.Judges && row.Facts.PostProcessing == "none").ToArray();
        var scans = await CandidateScans.RunAsync(
            installation, serving, chosen.Fit.Weights, CandidateScans.Order(calibration, judging, settings.Fit.MaxScans), cancellation);

        var candidateHead = new LinearHead("candidate", chosen.Fit.Weights, 0);
        // Thresholds rest on scans alone; the probability needs the image's logit only, which stored features give as well.
        var (bias, candidateCalibration) = Calibrator.Run(
            calibration, row => scans.GetValueOrDefault(CandidateScans.Key(row))?.Candidate ?? (row.Generated ? StoredLogits.Of(dataset, row, candidateHead) : null), serving.Policy);
        var baselineHead = new LinearHead(HeadChoice.Unconstrained, baseline.Fit.Weights, 0);
        var (baselineBias, baselineCalibration) = Calibrator.Run(calibration, row => StoredLogits.Of(dataset, row, baselineHead), serving.Policy);

        var package = VersionName.Named(serving with { Head = new NonNegativeHead(serving.Version, chosen.Fit.Weights, bias), Calibration = candidateCalibration });
        return new MadeHeads(package, chosen, candidates, scans, baselineHead with { Bias = baselineBias }, baselineCalibration);
    }

    private async Task<RefitReport> ReportAsync(Dataset dataset, IReadOnlyList<LabelledContent> labelled, ModelPackage serving, Storage.Models.AliasDocument champion, MadeHeads made, CancellationToken cancellation)
    {
        var package = made.Package;
        var judging = new Judging(dataset, serving, made);
        var rows = dataset.Rows.Where(row => row.Judges).Select(judging.Of).ToArray();
        var slices = Slice.All(rows).AsParallel().AsOrdered().WithCancellation(cancellation).Select(slice => SliceReport.Of(slice, settings.Gates.Resamples, settings.Gates.Seed)).ToArray();
        var since = await LabelsUntilAsync(champion, cancellation);
        var audited = labelled.Where(content => content.AuditProbability is not null && content.Generated is not null && (since is null || content.Label.At > since)).ToArray();
        var labels = new NewLabels(audited.Count(content => content.Generated == false), audited.Count(content => content.Generated == true));
        var frozen = (await new GoldenSet(installation.Models).ReadAsync(cancellation)).Count;
        var target = new ModelTarget(package.Version.Value, new string('0', 64)); // of no manifest that could be stored
        var past = RescoreReport.Empty;
        foreach (var scope in options.Scopes)
            past = past.Plus(await new Rescorer(installation.Results, installation.States, installation.Measurements, installation.Releases).RunAsync(scope, target, package, apply: false, _ => { }, cancellation));
        return new RefitReport
        {
            Version = package.Version.Value,
            Champion = serving.Version.Value,
            Backbone = dataset.Backbone,
            MadeAt = clock.GetUtcNow(),
            Settings = settings,
            Data = new DataReport(
                dataset.Counts,
                new SortedDictionary<string, int>(dataset.Rows.GroupBy(row => $"{row.Split} {row.Part} {(row.Generated ? "generated" : "real")}").ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal),
                dataset.Rows.Count(row => row.Audit), labelled.Select(content => (DateTimeOffset?)content.Label.At).Where(at => at <= clock.GetUtcNow()).Max(), made.Scans.Count, judging.StoredWindows),
            Gates = GateKeeper.Check(settings.Gates, package.Head.Weights, package.Head.Bias, rows, slices, labels, frozen),
            Audit = AuditReport.Of(rows),
            Fits = [.. made.Candidates.Select(candidate => candidate.ToReport(candidate == made.Chosen))],
            Slices = [.. slices, .. await RobustnessAsync(dataset, serving, made, cancellation)],
            Calibration = package.Calibration,
            Candidate = Curves.Of(rows, row => row.Candidate),
            ChampionCurves = Curves.Of(rows, row => row.Champion),
            Unconstrained = Curves.Of(rows, row => row.Unconstrained),
            Reliability = Reliability.Of([.. rows.Where(row => row.Facts.MaskShare is null).Select(row => (row.Candidate.Probability, row.Generated))]),
            Weights = package.Head.Weights.ToArray(),
            ChampionWeights = serving.Head.Weights.ToArray(),
            Drift = DriftFigures.Of(dataset, package, serving, settings.Gates.Seed),
            Mistakes = Mistake.Worst(rows, WorstEach),
            PastVerdicts = past,
        };
    }

    private async Task CompactAsync(ModelPackage serving, CancellationToken cancellation)
    {
        var shards = new ShardStore(installation.Results, installation.Tombstones) { Damaged = name => log.Write("shard-damaged", $"The shard {name} is damaged; it is replaced.", ("shard", name)) };
        foreach (var scope in options.Scopes)
        {
            var compacted = await shards.CompactAsync(scope, ContentHash.Parse(serving.Backbone.Sha256), Detector.Verdicts.Measurement.CurrentEngineVersion, cancellation);
            log.Write("compacted", $"{scope.Name}: {compacted.Added} contents into {compacted.Shards} shards; {compacted.Covered} were in shards.", ("scope", scope.Name), ("compaction", compacted));
        }
    }

    /// <summary>Held-out images after changes. Reported, and no gate: the candidate is judged by windows that the champion chose, which would not be fair to it.</summary>
    private async Task<IReadOnlyList<SliceReport>> RobustnessAsync(Dataset dataset, ModelPackage serving, MadeHeads made, CancellationToken cancellation)
    {
        if (settings.Robustness.MostEach == 0)
            return [];
        using var scanner = new ImageScanner(serving);
        using var decoder = settings.Robustness.Open();
        using var variants = await new RobustnessSlices(installation, scanner, RobustnessSettings.Transformations(decoder), new RobustnessOptions(options.Work, settings.Robustness.MostEach)).RunAsync(dataset, cancellation);
        var judging = new Judging(variants, serving, made);
        return [.. Slice.All([.. variants.Rows.Select(judging.Of)]).Where(slice => slice.Kind == "post-processing").Select(slice => SliceReport.Of(slice, settings.Gates.Resamples, settings.Gates.Seed))];
    }

    /// <summary>The newest label that the champion's own refit has seen; null when it was not made by one.</summary>
    private async Task<DateTimeOffset?> LabelsUntilAsync(AliasDocument champion, CancellationToken cancellation)
    {
        if (await new ReportStore(installation.Models).ReadAsync(champion.Target.Version, cancellation) is not { } json)
            return null;
        using var report = JsonDocument.Parse(json);
        return report.RootElement.TryGetProperty("data", out var data) && data.TryGetProperty("labelsUntil", out var until) && until.ValueKind == JsonValueKind.String ? until.GetDateTimeOffset() : null;
    }
}
