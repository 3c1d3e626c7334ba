using System.Globalization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>What <c>GET /api/review/queue</c> is asked for.</summary>
internal sealed record QueueQuery
{
    private const int MostItems = 200;
    private const int FirstYear = 2000;

    public required PendingQuery Pending { get; init; }

    public PendingPosition? After { get; init; }

    public Decision? Verdict { get; init; }

    public string? Policy { get; init; }

    public string? Prefix { get; init; }

    public string? Model { get; init; }

    public required int Take { get; init; }

    /// <summary>True when an item that the key lets through must be read to be judged by the filters.</summary>
    public bool Passes(PendingItem item) => (Verdict is null || item.Decision == Verdict) && (Policy is null || item.Policy == Policy);

    public bool Passes(QueueRow row) => (Prefix is null || row.Blob.StartsWith(Prefix, StringComparison.Ordinal)) && (Model is null || row.Model == Model);

    /// <exception cref="FormatException">A value is not what it should be; the message names it.</exception>
    public static QueueQuery Read(IQueryCollection query)
    {
        var bucket = Value(query, "bucket", Named<PendingBucket>) ?? PendingBucket.Findings;
        var highest = query["order"].ToString() switch { "" or "oldest" => false, "highest" => true, var other => throw new FormatException($"order is '{Short(other)}'; it must be oldest or highest.") };
        var verdict = Value(query, "verdict", Named<Decision>);
        var (low, high) = (Number(query, "minScore", 0, ScoreBucket.Count - 1) ?? 0, Number(query, "maxScore", 0, ScoreBucket.Count - 1) ?? ScoreBucket.Count - 1);
        var model = Text(query, "model");
        if (bucket == PendingBucket.Audit && (highest || verdict is not null || low > 0 || high < ScoreBucket.Count - 1 || model is not null))
            throw new FormatException("The audit is blind: its items are neither sorted nor filtered by verdict, score or model.");
        return new QueueQuery
        {
            Pending = new PendingQuery(bucket, highest) { MinScore = low, MaxScore = high, From = Value(query, "from", Day), To = Value(query, "to", Day) },
            After = Value(query, "after", text => Position(text, highest)),
            Verdict = verdict,
            Policy = Text(query, "policy"),
            Prefix = Text(query, "prefix"),
            Model = model,
            Take = Number(query, "take", 1, MostItems) ?? 50,
        };
    }

    /// <summary>A place as text: it tells no more of an item than the page shows.</summary>
    public static string Text(PendingPosition position, bool highest) =>
        (highest ? position.Score.ToString(CultureInfo.InvariantCulture) + "." : "") + position.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= FirstYear ? day : throw new FormatException($"'{Short(text)}' is not a day such as 2026-01-31, from {FirstYear} on.");

    public static T Named<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: false, out var value) && Enum.IsDefined(value) ? value : throw new FormatException($"'{Short(text)}' is none of {string.Join(", ", Enum.GetNames<T>())}.");

    public static T? Value<T>(IQueryCollection query, string name, Func<string, T> read)
        where T : struct => query[name].ToString() is { Length: > 0 } text ? read(text) : null;

    public static string? Text(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        return text.Length is > 0 and <= 1024 ? text : null;
    }

    private static int? Number(IQueryCollection query, string name, int low, int high) => Value(query, name, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high ? value : throw new FormatException($"{name} is '{Short(text)}'; it must be {low}..{high}."));

    private static PendingPosition Position(string text, bool highest)
    {
        var parts = text.Split('.');
        return parts.Length == (highest ? 2 : 1) && long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 253_402_300_800_000
            && (!highest || (int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var score) && score < ScoreBucket.Count))
            ? new PendingPosition(DateTimeOffset.FromUnixTimeMilliseconds(at), highest ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0)
            : throw new FormatException("after is not a place in this list.");
    }

    private static string Short(string text) => Scanning.Safe.Text(text.Length > 40 ? text[..40] : text);
}
