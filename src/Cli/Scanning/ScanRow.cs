using StayPositive.Cli.Inputs;
using StayPositive.Cli.Reports;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>One input and what became of it: a scan or a problem.</summary>
/// <param name="Input">What was asked for.</param>
/// <param name="Scan">Null when the input could not be read.</param>
/// <param name="Problem">Why it could not be read, else null.</param>
internal sealed record ScanRow(Input Input, Scan? Scan, InputProblem? Problem)
{
    /// <summary>File that was written, if any.</summary>
    public string? Heatmap { get; init; }

    /// <summary>For the report, if there is one.</summary>
    public CardPictures? Pictures { get; init; }

    /// <summary>What went wrong beside the scan, else null.</summary>
    public string? Note { get; init; }

    public Decision Decision => Scan?.Verdict.Decision ?? Decision.NotScanned;

    public bool IsFlagged => Decision is Decision.AiGenerated or Decision.Inpainted;

    /// <summary>Code, sentence and advice of what was not scanned; null for what was.</summary>
    public (string Code, string Sentence, string Advice)? NotScanned =>
        Problem is { } problem ? (problem.Code, problem.Sentence, problem.Advice)
        : Scan?.Rejected is { } rejected ? (rejected.Code.ToString(), rejected.Sentence, rejected.Advice)
        : null;
}
