using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Reports;

/// <summary>Verdicts as people read them, and the names of their classes in the style sheet.</summary>
internal static class VerdictLabel
{
    public static string Of(Decision decision) => decision switch
    {
        Decision.AiGenerated => "AI-generated",
        Decision.Inpainted => "Inpainted",
        Decision.Uncertain => "Uncertain",
        Decision.NotScanned => "Not scanned",
        _ => "No findings",
    };

    public static string ClassOf(Decision decision) => decision switch
    {
        Decision.AiGenerated => "generated",
        Decision.Inpainted => "inpainted",
        Decision.Uncertain => "uncertain",
        Decision.NotScanned => "refused",
        _ => "none",
    };
}
