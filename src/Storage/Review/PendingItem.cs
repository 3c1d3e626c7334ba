using System.Globalization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>A content that waits for a reviewer. All of it is in the key, so that a listing answers.</summary>
/// <param name="Bucket">Queue.</param>
/// <param name="At">When it came in, UTC, whole milliseconds.</param>
/// <param name="Decision">The scanner's verdict.</param>
/// <param name="Policy">Policy version: 1..100 characters.</param>
/// <param name="Hash">The content.</param>
public sealed record PendingItem(PendingBucket Bucket, DateTimeOffset At, Decision Decision, string Policy, ContentHash Hash)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int MaxPolicy = 100;

    internal static string Prefix(Scope scope) => $"{scope}/pending/";

    internal static string Prefix(Scope scope, PendingBucket bucket) => $"{Prefix(scope)}{Word(bucket)}/";

    /// <summary>Begins the names of all items from a time on; sorts before them.</summary>
    internal static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>'-' separates: it is in no part, as a policy is encoded.</summary>
    internal ObjectKey Key(Scope scope) => new($"{Prefix(scope, Bucket)}{Time(At)}-{Word(Decision)}-{Segment(Policy)}-{Hash}");

    /// <exception cref="FormatException">The key is not that of a pending content.</exception>
    internal static PendingItem Parse(Scope scope, ObjectKey key)
    {
        var parts = key.Value[Prefix(scope).Length..].Split('/', '-');
        if (parts.Length != 5 || !Enum.TryParse<PendingBucket>(parts[0], ignoreCase: true, out var bucket) || !Enum.TryParse<Decision>(parts[2], ignoreCase: true, out var decision))
            throw new FormatException($"'{key}' is not the key of a pending content.");
        var at = DateTimeOffset.ParseExact(parts[1], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new(bucket, at, decision, OrderedText.Decode(parts[3]) ?? parts[3], ContentHash.Parse(parts[4]));
    }

    /// <summary>A policy whose name is too long for a key is known by its hashed segment alone once it comes from a listing; that is not encoded again.</summary>
    private static string Segment(string policy) => policy.Length <= MaxPolicy && OrderedText.IsHashed(policy) ? policy : OrderedText.Encode(policy, MaxPolicy);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
