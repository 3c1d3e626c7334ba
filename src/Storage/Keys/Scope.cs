using System.Text.RegularExpressions;

namespace StayPositive.Storage.Keys;

/// <summary>
/// A tenant: the first segment of every key, so that tenants share nothing. By default the upload container. A name that is a container name of at most 48 characters
/// stands for itself; any other is encoded behind a '~', and hashed when it is long.
/// </summary>
public sealed partial record Scope
{
    /// <summary>Characters of the segment at most.</summary>
    public const int MaxLength = 48;

    /// <exception cref="ArgumentException">The name has not 1..256 characters.</exception>
    public Scope(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 256)
            throw new ArgumentException($"A scope has a name of 1..256 characters; this one has {name.Length}.", nameof(name));
        Name = name;
        Key = Plain().IsMatch(name) ? name : "~" + OrderedText.Encode(name, MaxLength - 1);
    }

    /// <summary>As it was given.</summary>
    public string Name { get; }

    /// <summary>Segment of object keys.</summary>
    public string Key { get; }

    /// <summary>The segment.</summary>
    public override string ToString() => Key;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,47}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
