namespace StayPositive.Detector.Provenance;

/// <summary>Tells a generator's settings in a comment field from the comments of people, cameras and telephones.</summary>
internal static class GeneratorComment
{
    public static bool IsOne(string text) =>
        (Has(text, "Steps: ") && (Has(text, "Sampler: ") || Has(text, "CFG scale: "))) // the "parameters" of Stable Diffusion's user interfaces
        || (text.AsSpan().TrimStart().StartsWith('{') && (Has(text, "\"class_type\"") || IsLabel(text))); // ComfyUI's graph

    /// <summary>True for the JSON label that Chinese services must write (GB 45438-2025, "AIGC").</summary>
    public static bool IsLabel(string text) => Has(text, "\"Label\"") && (Has(text, "\"ContentProducer\"") || Has(text, "\"ProduceID\""));

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
