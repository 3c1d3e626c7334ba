namespace StayPositive.Storage.Measurements;

/// <summary>What a head measured, in a file.</summary>
internal sealed record MeasuredHead(string Head, float Logit, float MaxCell, IReadOnlyList<MeasuredWindow> Windows);
