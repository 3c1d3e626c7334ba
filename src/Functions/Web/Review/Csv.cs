namespace StayPositive.Functions.Web.Review;

/// <summary>Fields of a CSV file that people open in a spreadsheet.</summary>
internal static class Csv
{
    /// <summary>
    /// Quoted; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection): the text is that of strangers.
    /// </summary>
    public static string Field(string? text)
    {
        text ??= "";
        var safe = text.TrimStart(' ', '\u00a0') is [var first, ..] && first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
