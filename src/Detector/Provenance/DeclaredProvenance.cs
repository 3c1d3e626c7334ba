using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Provenance;

/// <summary>
/// What a file says of its own origin. Unverified: anyone can write it and anyone can strip it, so it is no part of a score and no part of a verdict.
/// Only the presence of a C2PA manifest is reported; neither its contents nor its signatures are looked at.
/// </summary>
public sealed record DeclaredProvenance
{
    /// <summary>Nothing is declared.</summary>
    public static readonly DeclaredProvenance None = new();

    internal DeclaredProvenance()
    {
    }

    /// <summary>True if the file carries a C2PA manifest. Cameras write them too: it does not mean generated.</summary>
    public bool HasC2pa { get; internal init; }

    /// <summary>The digital source type as declared (IPTC or C2PA, normally a URI), made safe like <see cref="GenerationText.Text"/>; null if there is none.</summary>
    public string? DigitalSourceType { get; internal init; }

    /// <summary>Texts of generators; at most 16.</summary>
    public IReadOnlyList<GenerationText> Texts { get; internal init; } = [];

    /// <summary>The program that made or saved the file, by EXIF, XMP, IPTC or PNG text; made safe. A generator goes before other programs.</summary>
    public string? Software { get; internal init; }

    /// <summary>True if the file says that an AI generated it or a part of it: by its source type, a text of a generator, or a generator's name.</summary>
    public bool DeclaresGeneration =>
        Texts.Count > 0 || SourceTypes.DeclareGeneration(DigitalSourceType) || GeneratorNames.AreIn(Software);

    /// <summary>True if the file declares nothing at all.</summary>
    public bool IsEmpty => !HasC2pa && DigitalSourceType is null && Software is null && Texts.Count == 0;

    /// <summary>
    /// Reads a file's declarations. Never throws for what the bytes hold; what is damaged or beyond the bounds is passed over. The time is linear in the
    /// number of segments, at most in the length; at most some 15 MB are allocated, ordinarily some kB.
    /// </summary>
    /// <param name="bytes">The whole file, or as much of it as there is.</param>
    /// <param name="format">By its magic bytes: <see cref="ImageDecoder.Recognise"/>.</param>
    public static DeclaredProvenance Read(ReadOnlyMemory<byte> bytes, ImageFormat format)
    {
        var found = new Declarations();
        var span = bytes.Span;
        switch (format)
        {
            case ImageFormat.Jpeg:
                JpegDeclarations.Read(span, found);
                break;
            case ImageFormat.Png:
                PngDeclarations.Read(span, found);
                break;
            case ImageFormat.WebP:
                WebPDeclarations.Read(span, found);
                break;
            case ImageFormat.Gif:
                GifDeclarations.Read(span, found);
                break;
            case ImageFormat.Tiff:
                TiffDeclarations.Read(span, found);
                break;
            case ImageFormat.Avif or ImageFormat.Heic or ImageFormat.JpegXl:
                BoxDeclarations.Read(span, found);
                break;
        }

        return found.Result();
    }
}
