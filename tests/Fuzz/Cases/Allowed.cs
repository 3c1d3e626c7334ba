using StayPositive.Detector.Decoding;

namespace StayPositive.Fuzz.Cases;

/// <summary>Which outcomes of a case are right. A crash, an exception, a hang, too much memory and partial pixels never are.</summary>
internal sealed record Allowed
{
    /// <summary>An image, or any refusal.</summary>
    public static Allowed Anything { get; } = new() { Image = true };

    /// <summary>Any refusal, but no image.</summary>
    public static Allowed Refusal { get; } = new();

    /// <summary>An image may come out.</summary>
    public bool Image { get; private init; }

    /// <summary>Refusals; empty = all.</summary>
    public IReadOnlyList<RejectionCode> Codes { get; private init; } = [];

    /// <summary>If an image comes out, it must be the same, pixel for pixel, as this file's.</summary>
    public byte[]? PixelsOf { get; private init; }

    /// <summary>One of these refusals.</summary>
    public static Allowed Only(params RejectionCode[] codes) => new() { Codes = codes };

    /// <summary>The whole image of the sound file, or any refusal.</summary>
    public static Allowed WholeOrRefused(byte[] sound) => new() { Image = true, PixelsOf = sound };

    /// <param name="refused">Null for an image.</param>
    public bool Has(RejectionCode? refused) => refused is { } code ? Codes.Count == 0 || Codes.Contains(code) : Image;

    /// <inheritdoc/>
    public override string ToString() => string.Join(" or ", [.. Image ? new[] { "image" } : [], Codes.Count == 0 ? "any refusal" : string.Join(" or ", Codes)]);
}
