using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>How a borderline image was judged after re-encodings.</summary>
internal sealed record JsonSecondLook(Decision First, IReadOnlyList<SecondOpinion> Opinions);
