using StayPositive.Detector.Provenance;

namespace StayPositive.Cli.Scanning;

/// <summary>What the file declares of its origin: unverified, and no part of the verdict.</summary>
internal sealed record JsonProvenance(bool DeclaresGeneration, bool C2pa, string? DigitalSourceType, string? Software, IReadOnlyList<GenerationText>? Texts)
{
    /// <summary>Null when nothing is declared.</summary>
    public static JsonProvenance? From(DeclaredProvenance? declared) => declared is null or { IsEmpty: true }
        ? null
        : new JsonProvenance(declared.DeclaresGeneration, declared.HasC2pa, declared.DigitalSourceType, declared.Software, declared.Texts.Count > 0 ? declared.Texts : null);
}
