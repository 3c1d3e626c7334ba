using System.Security.Cryptography;

namespace StayPositive.Storage.Keys;

/// <summary>SHA-256 of a file's bytes: the identity of content.</summary>
public sealed record ContentHash
{
    private ContentHash(string hex) => Hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>Hash of a file.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <exception cref="FormatException">Not 64 lower-case hexadecimal digits.</exception>
    public static ContentHash Parse(string hex) =>
        hex is { Length: 64 } && hex.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f') ? new(hex) : throw new FormatException($"'{hex}' is not a SHA-256 of 64 lower-case hexadecimal digits.");

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <summary>The digits.</summary>
    public override string ToString() => Hex;
}
