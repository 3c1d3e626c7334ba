namespace StayPositive.Functions.Web.Review;

/// <summary>Logits under a model: bins of one logit unit; what lies outside is in the first and the last.</summary>
/// <param name="Model">Version.</param>
/// <param name="First">Lower end of the first bin.</param>
/// <param name="Bins">Scans.</param>
internal sealed record ModelScores(string Model, int First, IReadOnlyList<int> Bins);
