using System.Buffers.Binary;
using System.Security.Cryptography;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Review;

/// <summary>
/// Draws contents for the blind audit, by a keyed hash: the same content is drawn or not for ever, on every machine, whatever the verdict; without the key nobody can tell or
/// choose. A content drawn at a rate is drawn at every higher one.
/// </summary>
public static class AuditSample
{
    /// <summary>Share of the contents that is drawn.</summary>
    public const double DefaultRate = 0.005;

    private const double Range = 1ul << 53; // doubles hold these integers exactly

    /// <summary>
    /// The rate of a day: that of the settings, or more when that would draw fewer than wanted. It rests on the number of contents of the day before alone, never on a verdict. Drawing is by chance, so three standard
    /// deviations are added: of a day as busy as the one before, fewer than <paramref name="atLeast"/> are drawn about once in two hundred.
    /// </summary>
    /// <param name="rate">Of the settings, 0..1.</param>
    /// <param name="atLeast">Contents wanted a day; 0 = only the rate counts.</param>
    /// <param name="dayBefore">Contents that were new the day before; 0 = not known, and only the rate counts.</param>
    public static double RateFor(double rate, int atLeast, long dayBefore) =>
        atLeast <= 0 || dayBefore <= 0 ? rate : Math.Max(rate, Math.Min(1, (atLeast + 3 * Math.Sqrt(atLeast)) / dayBefore));

    /// <param name="key">Secret of the installation, at least 16 bytes.</param>
    /// <param name="hash">The content.</param>
    /// <param name="rate">0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in 0..1, or the key too short.</exception>
    public static AuditDraw Draw(ReadOnlySpan<byte> key, ContentHash hash, double rate = DefaultRate)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        if (!(rate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"The audit rate is {rate}; it must be in 0..1.");
        byte[] message = [.. "audit "u8, .. hash.ToBytes()];
        var uniform = (BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, message)) >> 11) / Range; // [0, 1)
        return new AuditDraw(uniform < rate, rate);
    }
}
