namespace StayPositive.Storage.Uploads;

/// <summary>Order of the UTF-8 bytes of valid strings, which is that of their code points; UTF-16 differs from it where surrogates meet U+E000..U+FFFF.</summary>
internal static class Utf8Order
{
    /// <summary>Negative, zero or positive, as usual.</summary>
    public static int Compare(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
            if (a[i] != b[i])
                return Rank(a[i]) - Rank(b[i]);
        return a.Length - b.Length;
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + char.MaxValue : c;
}
