using System.Globalization;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>A line of the log of decisions: it points to a label, and what a listing filters by is in its key.</summary>
/// <param name="At">When the label was made, UTC, whole milliseconds.</param>
/// <param name="Ruling">The decision.</param>
/// <param name="Blind">Made without sight of the verdict.</param>
/// <param name="Number">Of the label.</param>
/// <param name="Hash">The content.</param>
public sealed record LoggedDecision(DateTimeOffset At, Ruling Ruling, bool Blind, int Number, ContentHash Hash)
{
    private const string Format = "yyyyMMdd/HHmm/ssfff";

    /// <summary>The line of a label that is about to be written.</summary>
    public static LoggedDecision Of(ContentHash hash, Label label) => new(Whole(label.At), label.Ruling, label.Blind, label.Number, hash);

    /// <summary>True when this is the label that the line was written for: a decision that came too late leaves a line without a label.</summary>
    public bool IsOf(Label label) => Of(Hash, label) == this;

    internal static string Prefix(Scope scope) => $"{scope}/audit-log/";

    internal static string Prefix(Scope scope, DateOnly day) => $"{Prefix(scope)}{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}/";

    internal ObjectKey Key(Scope scope) => new(
        $"{Prefix(scope)}{At.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}-{Ruling.ToString().ToLowerInvariant()}-{(Blind ? "blind" : "seen")}-{Number.ToString("D6", CultureInfo.InvariantCulture)}-{Hash}");

    /// <exception cref="FormatException">The key is not that of a line.</exception>
    internal static LoggedDecision Parse(Scope scope, ObjectKey key)
    {
        var parts = key.Value[Prefix(scope).Length..].Split('-');
        if (parts.Length != 5 || !Enum.TryParse<Ruling>(parts[1], ignoreCase: true, out var ruling))
            throw new FormatException($"'{key}' is not the key of a logged decision.");
        var at = DateTimeOffset.ParseExact(parts[0], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new(at, ruling, parts[2] == "blind", int.Parse(parts[3], CultureInfo.InvariantCulture), ContentHash.Parse(parts[4]));
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
