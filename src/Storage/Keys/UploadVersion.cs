namespace StayPositive.Storage.Keys;

/// <summary>One content that a blob had: where it is, and the ETag.</summary>
/// <param name="Account">Storage account, or the name of a folder.</param>
/// <param name="Container">Container.</param>
/// <param name="Blob">Name in the container.</param>
/// <param name="ETag">As the store gave it.</param>
public sealed record UploadVersion(string Account, string Container, string Blob, string ETag)
{
    /// <summary>Namespace of the identifiers, chosen once at random.</summary>
    private static readonly Guid Namespace = new("6f1d3c3e-8d2b-4f7e-9a57-0c2b5b8e41d9");

    /// <summary>
    /// UUID of version 5 (RFC 9562) over account, container, ETag and name, each behind a line feed but the first: whoever scans this upload, however often, sends the same id.
    /// The text enters as UTF-16 code units, high byte first, because names may hold lone surrogates.
    /// </summary>
    /// <param name="about">Further text, for messages other than the first on this upload.</param>
    public Guid MessageId(string about = "")
    {
        foreach (var part in (string[])[Account, Container, ETag, about])
            if (part.Contains('\n', StringComparison.Ordinal))
                throw new InvalidOperationException($"'{part}' holds a line feed; only the name of a blob may.");
        return NameUuid.Version5(Namespace, OrderedText.Units($"{Account}\n{Container}\n{ETag}\n{about}\n{Blob}"));
    }
}
