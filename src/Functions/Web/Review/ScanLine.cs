using StayPositive.Detector.Verdicts;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Review;

/// <summary>One scan of an upload with the content. Verdict and score are absent in the blind audit.</summary>
internal sealed record ScanLine(
    string Container, string Blob, DateTimeOffset At, string? Model, string? Policy, Decision? Verdict, Decision? Effective, float? Score, string Code, int? Label, IReadOnlyList<Effect>? Open)
{
    public static ScanLine Of(UploadState state, bool blind) => blind
        ? new(state.Upload.Container, state.Upload.Blob, state.ScannedAt, null, null, null, null, null, state.Code, null, null)
        : new(state.Upload.Container, state.Upload.Blob, state.ScannedAt, state.Model, state.Policy, state.Decision, state.Effective, state.Score, state.Code, state.Override?.Number, state.Open);
}
