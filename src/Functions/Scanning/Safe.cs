namespace StayPositive.Functions.Scanning;

/// <summary>Text that users chose, made safe for logs: one line, no control or direction characters.</summary>
internal static class Safe
{
    private const int Longest = 300;

    public static string Text(string text)
    {
        var safe = string.Concat(text.Take(Longest).Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator ? '?' : c));
        return text.Length > Longest ? safe + "..." : safe;
    }
}
