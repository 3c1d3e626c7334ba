using System.Text;
using System.Text.Json;

namespace StayPositive.Cli.Labelling;

/// <summary>Reads a table of labels: CSV with a line of names, or one JSON object a line.</summary>
internal static class ImportTable
{
    /// <exception cref="ImportRefusedException">A row is wrong; all that are, are named.</exception>
    public static IReadOnlyList<ImportRow> Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw Refused(1, "not-utf8", "The file is not UTF-8 text.");
        }

        var isJson = Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson" or ".json";
        var read = (isJson ? Json(text, folder) : Csv(text, folder)).ToArray();
        var errors = read.Select(row => row.Error).OfType<ImportError>().ToArray();
        if (errors.Length > 0)
            throw new ImportRefusedException(errors);
        return read.Length > 0 ? [.. read.Select(row => row.Row!)] : throw Refused(1, "no-rows", "The file has no rows.");
    }

    private static List<(ImportRow? Row, ImportError? Error)> Csv(string text, string folder)
    {
        var rows = new List<(ImportRow?, ImportError?)>();
        string[]? names = null;
        try
        {
            foreach (var (line, fields) in CsvText.Records(text))
            {
                if (names is null)
                {
                    names = [.. fields.Select(field => field.ToLowerInvariant())];
                    if (names.Except(ImportFields.Columns).FirstOrDefault() is { } unknown)
                        throw Refused(line, "column-unknown", $"The column '{unknown}' is unknown; columns are {string.Join(", ", ImportFields.Columns)}.");
                    if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
                        throw Refused(line, "column-twice", "A column is named twice.");
                }
                else if (fields.Length != names.Length)
                {
                    rows.Add((null, new ImportError(line, "fields-missing", $"The line has {fields.Length} fields; the first line names {names.Length} columns.")));
                }
                else
                {
                    rows.Add(ImportFields.Parse(line, column => Array.IndexOf(names, column) is var at and >= 0 ? fields[at] : null, folder));
                }
            }
        }
        catch (FormatException wrong)
        {
            rows.Add((null, new ImportError(0, "csv-invalid", wrong.Message)));
        }

        return rows;
    }

    private static IEnumerable<(ImportRow? Row, ImportError? Error)> Json(string text, string folder)
    {
        var lines = text.Split('\n');
        for (var n = 0; n < lines.Length; n++)
        {
            if (string.IsNullOrWhiteSpace(lines[n]))
                continue;
            Dictionary<string, string?> texts;
            try
            {
                using var document = JsonDocument.Parse(lines[n]);
                texts = document.RootElement.EnumerateObject().ToDictionary(member => member.Name.ToLowerInvariant(), member => Text(member.Value), StringComparer.Ordinal);
            }
            catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
            {
                texts = [];
            }

            if (texts.Count == 0)
                yield return (null, new ImportError(n + 1, "json-invalid", "The line is not one JSON object with texts or numbers, each named once."));
            else if (texts.Keys.Except(ImportFields.Columns).FirstOrDefault() is { } unknown)
                yield return (null, new ImportError(n + 1, "column-unknown", $"The member '{unknown}' is unknown; members are {string.Join(", ", ImportFields.Columns)}."));
            else
                yield return ImportFields.Parse(n + 1, column => texts.GetValueOrDefault(column), folder);
        }

        static string? Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Null => null,
            _ => throw new InvalidOperationException("A member is neither a text nor a number."),
        };
    }

    private static ImportRefusedException Refused(int line, string code, string sentence) => new([new ImportError(line, code, sentence)]);
}
