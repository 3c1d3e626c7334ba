namespace StayPositive.Storage.Uploads;

/// <summary>Where an upload lies: a container and a name in it, as the user chose it.</summary>
public sealed record UploadName
{
    /// <summary>UTF-16 code units of a name at most.</summary>
    public const int MaxLength = 1024;

    /// <exception cref="ArgumentException">The container is not 3..63 of a-z, 0-9 and single inner hyphens, or the name is not 1..1024 characters of valid Unicode.</exception>
    public UploadName(string container, string name)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(name);
        if (!IsContainer(container))
            throw new ArgumentException($"A container has 3..63 characters of a-z, 0-9 and single inner hyphens; '{container}' has not.", nameof(container));
        if (name.Length is 0 or > MaxLength)
            throw new ArgumentException($"A name has 1..{MaxLength} characters; this one has {name.Length}.", nameof(name));
        if (HasLoneSurrogate(name))
            throw new ArgumentException("A name must be valid Unicode; this one holds half a surrogate pair.", nameof(name));
        (Container, Name) = (container, name);
    }

    /// <summary>The container.</summary>
    public string Container { get; }

    /// <summary>The name, with '/' between its parts.</summary>
    public string Name { get; }

    /// <summary>Both, for logs.</summary>
    public override string ToString() => $"{Container}/{Name}";

    /// <summary>True for what can be a name at all.</summary>
    internal static bool IsName(string text) => text.Length is > 0 and <= MaxLength && !HasLoneSurrogate(text);

    /// <summary>True for what can be a container: 3..63 of a-z, 0-9 and single inner hyphens.</summary>
    public static bool IsContainer(string text) =>
        text is not null && text.Length is >= 3 and <= 63 && text[0] != '-' && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i++ + 1])))
                return true;
        return false;
    }
}
