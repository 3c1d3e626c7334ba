using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Refits;
using StayPositive.Storage.Rescoring;

namespace StayPositive.RetrainJob.Reports;

/// <summary>All that a refit found: <c>report.json</c>, and what <c>report.html</c> shows.</summary>
internal sealed record RefitReport
{
    /// <summary>Version of the format.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The candidate.</summary>
    public required string Version { get; init; }

    /// <summary>The champion it is compared with.</summary>
    public required string Champion { get; init; }

    /// <summary>SHA-256 of the backbone.</summary>
    public required string Backbone { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Every setting.</summary>
    public required RefitJobSettings Settings { get; init; }

    /// <summary>What it rests on.</summary>
    public required DataReport Data { get; init; }

    /// <summary>True when every gate was passed.</summary>
    public bool Passed => Gates.All(gate => gate.Passed);

    /// <summary>The gates.</summary>
    public required IReadOnlyList<GateResult> Gates { get; init; }

    /// <summary>Rates among uploads.</summary>
    public required AuditReport Audit { get; init; }

    /// <summary>All heads that were fitted.</summary>
    public required IReadOnlyList<FitReport> Fits { get; init; }

    /// <summary>Held-out rows, sliced.</summary>
    public required IReadOnlyList<SliceReport> Slices { get; init; }

    /// <summary>Thresholds and probability scale of the candidate.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>Ranking of the candidate.</summary>
    public required Curves Candidate { get; init; }

    /// <summary>Ranking of the champion.</summary>
    public required Curves ChampionCurves { get; init; }

    /// <summary>Ranking of the baseline.</summary>
    public required Curves Unconstrained { get; init; }

    /// <summary>How far the candidate's probabilities can be believed.</summary>
    public required Reliability Reliability { get; init; }

    /// <summary>w of the candidate, [C].</summary>
    public required IReadOnlyList<float> Weights { get; init; }

    /// <summary>w of the champion, [C].</summary>
    public required IReadOnlyList<float> ChampionWeights { get; init; }

    /// <summary>What comes in against what was learnt from.</summary>
    public required DriftReport Drift { get; init; }

    /// <summary>The worst mistakes on held-out rows.</summary>
    public required IReadOnlyList<Mistake> Mistakes { get; init; }

    /// <summary>What the candidate would change among past verdicts; by stored measurements, nothing was written.</summary>
    public required RescoreReport PastVerdicts { get; init; }
}
