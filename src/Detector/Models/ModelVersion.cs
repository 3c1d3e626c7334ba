using System.Text.RegularExpressions;

namespace StayPositive.Detector.Models;

/// <summary>Name of a model version: 1 to 64 lower-case letters, digits, dots and hyphens.</summary>
public sealed partial record ModelVersion
{
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public ModelVersion(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Rule().IsMatch(value))
            throw new ArgumentException($"'{value}' is not a model version: 1 to 64 lower-case letters, digits, dots and hyphens.", nameof(value));
        Value = value;
    }

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex("^[a-z0-9.-]{1,64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
