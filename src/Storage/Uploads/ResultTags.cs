namespace StayPositive.Storage.Uploads;

/// <summary>The four index tags that tell a result on the blob. They inform; they are not a lock.</summary>
public sealed record ResultTags
{
    /// <summary>Every tag that begins so is ours.</summary>
    public const string Prefix = "Stay Positive ";

    private const int MaxLength = 256;

    /// <exception cref="ArgumentException">A value is longer than 256 characters or holds more than letters, digits, space and + - . / : = _.</exception>
    public ResultTags(string verdict, string score, string model, string scanned)
    {
        All = new Dictionary<string, string>
        {
            [Prefix + "verdict"] = verdict,
            [Prefix + "score"] = score,
            [Prefix + "model"] = model,
            [Prefix + "scanned"] = scanned,
        };
        foreach (var (name, value) in All)
            if (value.Length > MaxLength || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '+' or '-' or '.' or '/' or ':' or '=' or '_'))
                throw new ArgumentException($"The tag '{name}' has at most {MaxLength} letters, digits, spaces and + - . / : = _; '{value}' has not.");
    }

    /// <summary>Names and values.</summary>
    public IReadOnlyDictionary<string, string> All { get; }

    /// <summary>True for the tags that this system writes.</summary>
    public static bool IsOurs(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal);
    }
}
