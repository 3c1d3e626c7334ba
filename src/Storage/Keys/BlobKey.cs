namespace StayPositive.Storage.Keys;

/// <summary>
/// Name of a blob as one segment of an object key: at most 900 of [0-9A-Z_a-z~]. Keys sort as the names do, in the order in which Azure lists them (UTF-16 code units), and
/// give the name back. A longer one keeps its beginning and ends in a hash (<see cref="IsHashed"/>): it is still the key of that name alone, but it sorts behind all names with that
/// beginning, and the name must be read from the record.
/// </summary>
public readonly record struct BlobKey : IComparable<BlobKey>
{
    /// <summary>Characters of a key at most.</summary>
    public const int MaxLength = 900;

    /// <summary>Characters of a name at most; Azure's limit.</summary>
    public const int MaxNameLength = 1024;

    private readonly string? value;

    private BlobKey(string value) => this.value = value;

    /// <summary>The segment.</summary>
    public string Value => value ?? throw new InvalidOperationException("This blob key was never set.");

    /// <summary>True when the name cannot be had from the key.</summary>
    public bool IsHashed => OrderedText.Decode(Value) is null;

    /// <summary>Key of a name: any UTF-16 code units.</summary>
    /// <exception cref="ArgumentException">The name has not 1..1024 characters.</exception>
    public static BlobKey Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength)
            throw new ArgumentException($"A blob name has 1..{MaxNameLength} characters; this one has {name.Length}.", nameof(name));
        return new(OrderedText.Encode(name, MaxLength));
    }

    /// <summary>Reads a segment of a listing.</summary>
    /// <exception cref="FormatException">It is not the key of any name.</exception>
    public static BlobKey Parse(string segment)
    {
        ArgumentException.ThrowIfNullOrEmpty(segment);
        _ = OrderedText.Decode(segment);
        return new(segment);
    }

    /// <summary>The name; null for a hashed key.</summary>
    public string? Name() => OrderedText.Decode(Value);

    /// <inheritdoc/>
    public int CompareTo(BlobKey other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The segment.</summary>
    public override string ToString() => Value;

    /// <summary>Before in a listing.</summary>
    public static bool operator <(BlobKey left, BlobKey right) => left.CompareTo(right) < 0;

    /// <summary>Behind in a listing.</summary>
    public static bool operator >(BlobKey left, BlobKey right) => left.CompareTo(right) > 0;

    /// <summary>Not behind in a listing.</summary>
    public static bool operator <=(BlobKey left, BlobKey right) => left.CompareTo(right) <= 0;

    /// <summary>Not before in a listing.</summary>
    public static bool operator >=(BlobKey left, BlobKey right) => left.CompareTo(right) >= 0;
}
