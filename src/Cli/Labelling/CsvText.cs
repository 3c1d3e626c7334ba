using System.Text;

namespace StayPositive.Cli.Labelling;

/// <summary>Comma-separated values as RFC 4180 has them: fields in double quotes may hold commas, line ends and doubled quotes.</summary>
internal static class CsvText
{
    /// <summary>Records with the number of the line on which each begins, from 1. Empty lines are passed over.</summary>
    /// <exception cref="FormatException">A quote is not closed, or stands inside of an unquoted field; the message names the line.</exception>
    public static IEnumerable<(int Line, string[] Fields)> Records(string text)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var first = line;
            var fields = new List<string>();
            do
                fields.Add(Field(text, ref at, ref line));
            while (at < text.Length && text[at++] == ',');
            if (at <= text.Length && at > 0 && text[at - 1] == '\n')
                line++;
            if (fields is not [""])
                yield return (first, [.. fields]);
        }
    }

    /// <summary>One field; afterwards <paramref name="at"/> is at the comma or the line feed behind it.</summary>
    private static string Field(string text, ref int at, ref int line)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var start = at;
            while (at < text.Length && text[at] is not (',' or '\n'))
                if (text[at++] == '"')
                    throw new FormatException($"Line {line}: a quote stands inside of a field that is not quoted.");
            return text[start..at].TrimEnd('\r').Trim();
        }

        var (opened, value) = (line, new StringBuilder());
        for (at++; ; at++)
        {
            if (at >= text.Length)
                throw new FormatException($"Line {opened}: a quote is not closed.");
            if (text[at] == '"' && (++at >= text.Length || text[at] != '"'))
                break;
            if (text[at] == '\n')
                line++;
            value.Append(text[at]);
        }

        if (at < text.Length && text[at] == '\r')
            at++;
        return at >= text.Length || text[at] is ',' or '\n' ? value.ToString() : throw new FormatException($"Line {line}: text stands behind a closing quote.");
    }
}
