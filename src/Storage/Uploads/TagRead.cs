namespace StayPositive.Storage.Uploads;

/// <summary>Tags of a version, ours and foreign ones.</summary>
/// <param name="Outcome">How reading ended.</param>
/// <param name="Tags">Empty unless <see cref="TagOutcome.Done"/>.</param>
public sealed record TagRead(TagOutcome Outcome, IReadOnlyDictionary<string, string> Tags)
{
    private static readonly Dictionary<string, string> None = [];

    internal static TagRead Of(IReadOnlyDictionary<string, string> tags) => new(TagOutcome.Done, tags);

    internal static TagRead Without(TagOutcome reason) => new(reason, None);
}
