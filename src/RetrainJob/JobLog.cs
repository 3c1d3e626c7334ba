using System.Text.Json;
using StayPositive.RetrainJob.Reports;

namespace StayPositive.RetrainJob;

/// <summary>What a job did: a sentence a line, or JSON lines with <c>at</c>, <c>event</c>, <c>message</c> and the event's own members.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="isJson">JSON lines.</param>
/// <param name="clock">Time.</param>
internal sealed class JobLog(TextWriter output, bool isJson, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Lines = new(ReportJson.Options) { WriteIndented = false };

    /// <summary>What JSON lines carry as members, for people.</summary>
    public void WriteText(string text)
    {
        if (!isJson)
            output.WriteLine(text);
    }

    /// <summary>Tells one thing.</summary>
    /// <param name="name">Event, in kebab case: for machines.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="values">Figures and names.</param>
    public void Write(string name, string message, params (string Name, object? Value)[] values)
    {
        if (!isJson)
        {
            output.WriteLine(message);
            return;
        }

        var line = new Dictionary<string, object?> { ["at"] = clock.GetUtcNow(), ["event"] = name, ["message"] = message };
        foreach (var (key, value) in values)
            line[key] = value;
        output.WriteLine(JsonSerializer.Serialize(line, Lines));
    }
}
