using System.Text.Json;

namespace StayPositive.Cli.Scanning;

/// <summary>One JSON document with all results.</summary>
internal sealed class JsonDocumentWriter(TextWriter output) : IRowWriter
{
    private readonly List<JsonRow> rows = [];

    public void Add(ScanRow row) => rows.Add(JsonRow.From(row));

    public void Finish(int unscanned)
    {
        output.WriteLine(JsonSerializer.Serialize(new JsonReport(JsonRow.CurrentSchema, unscanned == 0, unscanned, rows), ScanJson.Default.JsonReport));
        output.Flush();
    }
}
