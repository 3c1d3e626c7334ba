using System.Security.Cryptography;

namespace StayPositive.Storage.Keys;

/// <summary>UUIDs made from names (RFC 9562, section 5.5).</summary>
internal static class NameUuid
{
    /// <summary>The same namespace and name always give the same UUID.</summary>
    public static Guid Version5(Guid space, ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // version 5 is defined with SHA-1; nothing here rests on its strength
        SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. name], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
