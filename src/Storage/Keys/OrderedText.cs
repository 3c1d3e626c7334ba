using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StayPositive.Storage.Keys;

/// <summary>
/// Any text as a segment of an object key, in order and reversibly. The order is that of UTF-16 code units (.NET's ordinal order, JavaScript's, and the one in which
/// Azure Blob Storage and Azurite list blobs of a flat namespace; it differs from UTF-8's only above U+FFFF).
/// <para>
/// The alphabet is [0-9A-Z_a-z~]: every character sorts behind '/', so that <c>a/...</c> comes before <c>ab/...</c>. '1'..'8', 'A'..'Z' and 'a'..'z' stand for themselves;
/// '0', '9', '_' and '~' each begin a longer word for the characters of the gap where they lie.
/// </para>
/// </summary>
internal static class OrderedText
{
    /// <summary>Of base 64, in ASCII order.</summary>
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

    /// <summary>Begins a hashed tail; no word begins like this.</summary>
    private const string HashMark = "~~";

    /// <summary>256 bits in digits of 6.</summary>
    private const int HashDigits = 43;

    private const int FirstOfWide = 5; // '~' + 0..4 are the characters { | } ~ DEL; '~' + 5..20 begin the three digits of all others

    /// <summary>The segment: at most <paramref name="maxLength"/> characters; a longer one keeps its beginning and ends in a hash of the whole.</summary>
    public static string Encode(string text, int maxLength)
    {
        var encoded = new StringBuilder();
        var kept = 0; // whole words that leave room for the hash
        foreach (var unit in text)
        {
            Append(encoded, unit);
            if (encoded.Length <= maxLength - HashMark.Length - HashDigits)
                kept = encoded.Length;
        }

        if (encoded.Length <= maxLength)
            return encoded.ToString();
        encoded.Length = kept;
        return encoded.Append(HashMark).Append(Hash(text)).ToString();
    }

    /// <summary>The text; null when the segment ends in a hash.</summary>
    /// <exception cref="FormatException">No text has this segment.</exception>
    public static string? Decode(string segment)
    {
        var text = new StringBuilder();
        var at = 0;
        while (at < segment.Length)
        {
            if (string.CompareOrdinal(segment, at, HashMark, 0, HashMark.Length) == 0)
                return segment.Length - at == HashMark.Length + HashDigits ? null : throw Broken(segment);
            text.Append(Next(segment, ref at));
        }

        return text.ToString();
    }

    /// <summary>True for a segment that ends in a hash.</summary>
    public static bool IsHashed(string segment)
    {
        try
        {
            return Decode(segment) is null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void Append(StringBuilder encoded, char unit)
    {
        _ = unit switch
        {
            <= '0' => encoded.Append('0').Append(Digits[unit]),
            < '9' => encoded.Append(unit),
            <= '@' => encoded.Append('9').Append(Digits[unit - '9']),
            <= 'Z' => encoded.Append(unit),
            <= '`' => encoded.Append('_').Append(Digits[unit - '[']),
            <= 'z' => encoded.Append(unit),
            <= '\x7f' => encoded.Append('~').Append(Digits[unit - '{']),
            _ => encoded.Append('~').Append(Digits[FirstOfWide + (unit >> 12)]).Append(Digits[(unit >> 6) & 63]).Append(Digits[unit & 63]),
        };
    }

    private static char Next(string segment, ref int at)
    {
        var lead = segment[at++];
        switch (lead)
        {
            case '0':
                return Within(Digit(segment, ref at), '\0', '0', segment);
            case '9':
                return Within(Digit(segment, ref at), '9', '@', segment);
            case '_':
                return Within(Digit(segment, ref at), '[', '`', segment);
            case '~':
                var first = Digit(segment, ref at);
                if (first < FirstOfWide)
                    return (char)('{' + first);
                var wide = ((first - FirstOfWide) << 12) + (Digit(segment, ref at) << 6) + Digit(segment, ref at);
                return wide is > '\x7f' and <= char.MaxValue ? (char)wide : throw Broken(segment);
            default:
                return char.IsAsciiLetterOrDigit(lead) ? lead : throw Broken(segment);
        }
    }

    private static int Digit(string segment, ref int at)
    {
        var digit = at < segment.Length ? Digits.IndexOf(segment[at++]) : -1;
        return digit >= 0 ? digit : throw Broken(segment);
    }

    private static char Within(int offset, char first, char last, string segment) => first + offset <= last ? (char)(first + offset) : throw Broken(segment);

    /// <summary>SHA-256 of the UTF-16 code units, high byte first: an encoding that also keeps lone surrogates apart.</summary>
    private static string Hash(string text)
    {
        var hash = SHA256.HashData(Units(text));
        return string.Create(HashDigits, hash, static (digits, bytes) =>
        {
            for (var d = 0; d < digits.Length; d++)
            {
                var value = 0;
                for (var bit = 6 * d; bit < 6 * d + 6; bit++)
                    value = 2 * value + (bit < 256 ? (bytes[bit / 8] >> (7 - bit % 8)) & 1 : 0);
                digits[d] = Digits[value];
            }
        });
    }

    /// <summary>The UTF-16 code units as they are, high byte first.</summary>
    internal static byte[] Units(string text)
    {
        var bytes = new byte[2 * text.Length];
        for (var n = 0; n < text.Length; n++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * n), text[n]);
        return bytes;
    }

    private static FormatException Broken(string segment) => new($"'{segment}' is not the segment of any text.");
}
