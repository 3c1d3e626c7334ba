using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Review;

/// <summary>All that a reviewer sees of a content. As long as the audit is blind, everything that the scanner thinks is absent.</summary>
internal sealed record ItemAnswer
{
    public required string Container { get; init; }

    public required string Hash { get; init; }

    public required bool Blind { get; init; }

    public required bool Audit { get; init; }

    /// <summary>Number of the newest label: a decision names it.</summary>
    public required int Seen { get; init; }

    public Decision? Verdict { get; init; }

    /// <summary>What holds: the reviewers' decision, else the scanner's.</summary>
    public Decision? Effective { get; init; }

    public string? Reason { get; init; }

    public float? Score { get; init; }

    public double? Probability { get; init; }

    public double? Prevalence { get; init; }

    public StateThreshold? Threshold { get; init; }

    /// <summary>95% Clopper-Pearson interval of the false-positive rate on the photos that the threshold was set on.</summary>
    public double[]? FalsePositiveInterval { get; init; }

    public StateRegion? Region { get; init; }

    public string? Model { get; init; }

    public string? Policy { get; init; }

    /// <summary>The challenger's opinion when it was scanned.</summary>
    public StateShadow? Shadow { get; init; }

    public required IReadOnlyList<ScanLine> Scans { get; init; }

    public required bool HasMoreScans { get; init; }

    public required IReadOnlyList<Label> Labels { get; init; }

    public Claim? Claim { get; init; }

    public static ItemAnswer Of(Subject subject, Claim? claim)
    {
        var (state, blind) = (subject.Latest, subject.IsBlind);
        var answer = new ItemAnswer
        {
            Container = subject.Scope.Name,
            Hash = subject.Hash.Hex,
            Blind = blind,
            Audit = subject.AuditProbability is not null,
            Seen = subject.Newest,
            Scans = [.. subject.States.Select(scan => ScanLine.Of(scan, blind))],
            HasMoreScans = subject.HasMore,
            Labels = subject.Labels,
            Claim = claim,
        };
        if (blind)
            return answer;
        var interval = state.Threshold is { } set ? ClopperPearson.Interval(set.FalsePositives, set.Photos) : default;
        return answer with
        {
            Verdict = state.Decision,
            Effective = state.Effective,
            Reason = state.Reason,
            Score = state.Score,
            Probability = state.Probability,
            Prevalence = state.Prevalence,
            Threshold = state.Threshold,
            FalsePositiveInterval = state.Threshold is null ? null : [interval.Low, interval.High],
            Region = state.Region,
            Model = state.Model,
            Policy = state.Policy,
            Shadow = state.Shadow,
        };
    }
}
