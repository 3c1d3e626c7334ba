namespace StayPositive.Detector.Provenance;

/// <summary>A text in the file by which a generator describes its work: prompt, settings, workflow, credit. Plain text from a stranger: encode it where it is shown.</summary>
/// <param name="Key">Where it stood, such as <c>parameters</c> (PNG) or <c>Exif.UserComment</c>. From a fixed list, never from the file.</param>
/// <param name="Text">At most <see cref="MaxLength"/> UTF-16 units; line breaks and tabs are spaces, other control and formatting characters are U+FFFD.</param>
public sealed record GenerationText(string Key, string Text)
{
    /// <summary>Longest text that is kept, in UTF-16 units.</summary>
    public const int MaxLength = 2000;
}
