namespace StayPositive.Detector.Verdicts;

/// <summary>What a verdict says. There is no "real": the absence of findings proves nothing.</summary>
public enum Decision
{
    /// <summary>No score passes a threshold.</summary>
    NoFindings,

    /// <summary>The whole image carries traces of generation.</summary>
    AiGenerated,

    /// <summary>A part of the image carries traces of generation.</summary>
    Inpainted,

    /// <summary>A score passes the lenient threshold, none the strict one.</summary>
    Uncertain,

    /// <summary>The image could not be scanned; the rejection says why.</summary>
    NotScanned,
}
