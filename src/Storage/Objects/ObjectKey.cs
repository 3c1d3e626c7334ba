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
        if (Fault(value) is { } fault)
            throw new ArgumentException(fault, nameof(value));
        this.value = value;
    }

    /// <summary>The text.</summary>
    public string Value => value ?? throw new InvalidOperationException("This object key was never set.");

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    /// <summary>False when the text breaks a rule.</summary>
    public static bool TryParse(string text, out ObjectKey key)
    {
        ArgumentNullException.ThrowIfNull(text);
        var allowed = Fault(text) is null;
        key = allowed ? new ObjectKey(text) : default;
        return allowed;
    }

    private static string? Fault(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return $"An object key has 1..{MaxLength} characters; this one has {text.Length}.";
        foreach (var segment in text.Split('/'))
            if (segment.Length == 0 || segment[0] == '.' || segment[^1] == '.')
                return $"The object key '{text}' has a segment that is empty or begins or ends with a dot.";
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '~' or '-' or '/'))
                return $"The object key '{text}' holds the character U+{(int)c:X4}; only A-Z, a-z, 0-9, '.', '_', '~', '-' and '/' are allowed.";
        return null;
    }
}
