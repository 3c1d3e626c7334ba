using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>Which decisions of the log are wanted.</summary>
internal sealed record LogFilter(DateOnly From, DateOnly To, Ruling? Ruling, bool? Blind, string? Reviewer, string? Text)
{
    /// <summary>What the key tells.</summary>
    public bool Passes(LoggedDecision line) => (Ruling is null || line.Ruling == Ruling) && (Blind is null || line.Blind == Blind);

    /// <summary>What only the label tells.</summary>
    public bool Passes(Label label) =>
        (Reviewer is null || label.Reviewer.Contains(Reviewer, StringComparison.OrdinalIgnoreCase)) && (Text is null || label.Note?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true);

    /// <exception cref="FormatException">A value is not what it should be; the message names it.</exception>
    public static LogFilter Read(IQueryCollection query, DateOnly today, int defaultDays, int maxDays)
    {
        var to = QueueQuery.Value(query, "to", QueueQuery.Day) ?? today;
        var from = QueueQuery.Value(query, "from", QueueQuery.Day) ?? to.AddDays(1 - defaultDays);
        if (from > to || to.DayNumber - from.DayNumber >= maxDays)
            throw new FormatException($"from is not before to, or more than {maxDays} days before it.");
        var blind = QueueQuery.Text(query, "blind") switch { null => (bool?)null, "true" => true, "false" => false, _ => throw new FormatException("blind is true or false.") };
        return new LogFilter(from, to, QueueQuery.Value(query, "ruling", QueueQuery.Named<Ruling>), blind, QueueQuery.Text(query, "reviewer"), QueueQuery.Text(query, "text"));
    }
}
