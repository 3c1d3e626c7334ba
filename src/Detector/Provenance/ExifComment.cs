using System.Text;

namespace StayPositive.Detector.Provenance;

/// <summary>The text of EXIF's UserComment: eight bytes name its encoding.</summary>
internal static class ExifComment
{
    private const int NameLength = 8;

    public static string Decode(ReadOnlySpan<byte> value)
    {
        value = value[..Math.Min(value.Length, SafeText.CommentBytes)];
        if (value.Length < NameLength)
            return "";
        var text = value[NameLength..];
        if (!value.StartsWith("UNICODE\0"u8))
            return value.StartsWith("ASCII\0\0\0"u8) || value[0] == 0 ? SafeText.Utf8(text, SafeText.CommentBytes) : SafeText.Utf8(value, SafeText.CommentBytes);

        // Writers disagree on the byte order whatever the directory's is; the settings are in Latin letters, whose high byte is zero.
        var (even, odd) = (0, 0);
        for (var at = 0; at + 1 < text.Length; at += 2)
            (even, odd) = (even + (text[at] == 0 ? 1 : 0), odd + (text[at + 1] == 0 ? 1 : 0));
        return (even > odd ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(text);
    }
}
