using System.Text.Json;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Publishing;
using StayPositive.RetrainJob.Reports;

namespace StayPositive.RetrainJob.Refits;

/// <summary>Every setting of a refit, with its default; printed in every report.</summary>
internal sealed record RefitJobSettings
{
    /// <summary>A member that is null is refused like one that is unknown.</summary>
    private static readonly JsonSerializerOptions Json = new(ReportJson.Options) { RespectNullableAnnotations = true };

    /// <summary>Shares of the splits; what has been drawn stays where it is.</summary>
    public SplitShares Shares { get; init; } = new();

    /// <summary>Fitting and calibration.</summary>
    public FitSettings Fit { get; init; } = new();

    /// <summary>What a candidate must show.</summary>
    public GateSettings Gates { get; init; } = new();

    /// <summary>Changes of held-out images.</summary>
    public RobustnessSettings Robustness { get; init; } = new();

    /// <summary>What a challenger must show in the champion's shadow before it is promoted by itself.</summary>
    public ShadowSettings Shadow { get; init; } = new();

    /// <summary>Reads a JSON file; what it leaves out has its default.</summary>
    /// <param name="path">The file; null = all defaults.</param>
    /// <exception cref="ArgumentException">It cannot be read, or a setting is unknown or outside its limits; the message names it.</exception>
    public static RefitJobSettings Load(string? path)
    {
        try
        {
            var settings = path is null ? new RefitJobSettings() : JsonSerializer.Deserialize<RefitJobSettings>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is null");
            settings.Shares.Check();
            settings.Fit.Check();
            settings.Gates.Check();
            settings.Robustness.Check();
            settings.Shadow.Check();
            return settings;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The settings '{path}' cannot be read: {fault.Message}", nameof(path), fault);
        }
    }
}
