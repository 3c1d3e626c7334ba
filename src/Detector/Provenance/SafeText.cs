using System.Globalization;
using System.Text;

namespace StayPositive.Detector.Provenance;

/// <summary>A stranger's text, cut and without characters that act on a terminal or turn the direction of writing.</summary>
internal static class SafeText
{
    /// <summary>Bytes of UTF-8 that hold <see cref="GenerationText.MaxLength"/> units in any case (3 bytes a unit at most, one character cut off at the end).</summary>
    public const int MostBytes = 3 * GenerationText.MaxLength + 4;

    /// <summary>Bytes that a comment is judged by.</summary>
    public const int CommentBytes = 16384;

    private const char Replacement = '\uFFFD';

    public static string Of(string text)
    {
        var span = text.AsSpan().Trim(" \t\r\n\0");
        if (span.Length > GenerationText.MaxLength)
            span = span[..(GenerationText.MaxLength - (char.IsHighSurrogate(span[GenerationText.MaxLength - 1]) ? 1 : 0))];
        var safe = new StringBuilder(span.Length);
        foreach (var rune in span.EnumerateRunes()) // a lone surrogate comes out as U+FFFD
        {
            if (rune.Value is '\n' or '\r' or '\t')
                safe.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                safe.Append(Replacement);
            else
                safe.Append(rune.ToString());
        }

        return safe.ToString();
    }

    public static string Utf8(ReadOnlySpan<byte> bytes, int most = MostBytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, most)]);

    public static string Latin1(ReadOnlySpan<byte> bytes, int most = MostBytes) => Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, most)]);
}
