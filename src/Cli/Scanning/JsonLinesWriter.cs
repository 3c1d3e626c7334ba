using System.Text.Json;

namespace StayPositive.Cli.Scanning;

/// <summary>One JSON object a line.</summary>
internal sealed class JsonLinesWriter(TextWriter output) : IRowWriter
{
    public void Add(ScanRow row)
    {
        output.WriteLine(JsonSerializer.Serialize(JsonRow.From(row), ScanJson.Default.JsonRow));
        output.Flush();
    }

    public void Finish(int unscanned) => output.Flush();
}
