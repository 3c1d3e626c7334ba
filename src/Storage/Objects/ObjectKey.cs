namespace StayPositive.Storage.Objects;

/// <summary>
/// Key of an object: segments of [A-Za-z0-9._~-] joined by '/'; 1..1024 characters; no segment is empty, "." or "..", and none begins or ends with a dot. Whatever a
/// user chose (blob names, scopes) is encoded before it comes here, so no key can leave a folder's root.
/// </summary>
public readonly record struct ObjectKey
{
    /// <summary>Characters at most.</summary>
    public const int MaxLength = 1024;

    private readonly string? value;

    /// <exception cref="ArgumentException">The text breaks a rule; the message says which.</exception>
    public ObjectKey(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length is 0 or > MaxLength)
            throw new ArgumentException($"An object key has 1..{MaxLength} characters; this one has {value.Length}.", nameof(value));
        foreach (var segment in value.Split('/'))
            if (segment.Length == 0 || segment[0] == '.' || segment[^1] == '.')
                throw new ArgumentException($"The object key '{value}' has a segment that is empty or begins or ends with a dot.", nameof(value));
        foreach (var c in value)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '~' or '-' or '/'))
                throw new ArgumentException($"The object key '{value}' holds the character U+{(int)c:X4}; only A-Z, a-z, 0-9, '.', '_', '~', '-' and '/' are allowed.", nameof(value));
        this.value = value;
    }

    /// <summary>The text.</summary>
    public string Value => value ?? throw new InvalidOperationException("This object key was never set.");

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
