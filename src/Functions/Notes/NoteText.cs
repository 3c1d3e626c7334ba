using System.Text.Json;
using System.Text.Json.Serialization;

namespace StayPositive.Functions.Notes;

/// <summary>What the model wrote, as the schema of <see cref="NotePrompt"/> has it. Text for people; nothing decides by it.</summary>
/// <param name="Description">What the picture shows.</param>
/// <param name="Region">What lies in the marked region; empty without one.</param>
/// <param name="Traces">Visible traces of generation or editing, at most 8.</param>
/// <param name="Category">Suggestion.</param>
/// <param name="Priority">Suggestion.</param>
public sealed record NoteText(string Description, string Region, IReadOnlyList<string> Traces, NoteCategory Category, NotePriority Priority)
{
    internal const int MaxCharacters = 1000;
    internal const int MaxTraces = 8;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Null when the text is not exactly what was asked for.</summary>
    internal static NoteText? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<NoteText>(json, Strict) is { Traces.Count: <= MaxTraces } text
                ? text with { Description = Plain(text.Description), Region = Plain(text.Region), Traces = [.. text.Traces.Select(Plain)] }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One line without control characters, of bounded length.</summary>
    private static string Plain(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= MaxCharacters ? line : line[..MaxCharacters] + "...";
    }
}
