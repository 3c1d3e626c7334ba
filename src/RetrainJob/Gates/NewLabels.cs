namespace StayPositive.RetrainJob.Gates;

/// <summary>Audit labels that the champion's refit has not seen.</summary>
/// <param name="Real">Of photos.</param>
/// <param name="Generated">Of generated or edited images.</param>
internal sealed record NewLabels(int Real, int Generated);
