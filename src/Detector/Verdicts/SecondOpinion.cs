namespace StayPositive.Detector.Verdicts;

/// <summary>One re-encoding's judgement.</summary>
/// <param name="Reencoding">Such as "jpeg:85"; "none" = the crop of a large image as it is.</param>
/// <param name="Finding">True when a score passes its strict threshold.</param>
public sealed record SecondOpinion(string Reencoding, bool Finding);
