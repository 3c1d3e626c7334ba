using System.Security.Cryptography;

namespace StayPositive.Storage.Objects;

/// <summary>ETag of a file: half of its SHA-256, so that it depends on nothing but the content.</summary>
internal static class ContentETag
{
    private const int Bytes = 16;

    /// <summary>32 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}
