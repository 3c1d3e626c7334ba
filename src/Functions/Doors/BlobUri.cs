using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>Container and name out of a blob's URI. The host in it is never asked: clients are made from the configuration alone.</summary>
internal static class BlobUri
{
    private const string EmulatorAccount = "devstoreaccount1";

    /// <exception cref="FormatException">It is no URI of a blob.</exception>
    public static ScanRequest Parse(string text, DateTimeOffset? at, string? id)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new FormatException("The text is not the URI of a blob.");
        var path = uri.AbsolutePath.TrimStart('/');
        if (uri.Host is "127.0.0.1" or "localhost" && path.StartsWith(EmulatorAccount + "/", StringComparison.Ordinal))
            path = path[(EmulatorAccount.Length + 1)..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash + 1 < path.Length
            ? new ScanRequest(Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(path[(slash + 1)..]), at, id) { Authority = uri.Authority }
            : throw new FormatException("The URI has no container and name.");
    }
}
