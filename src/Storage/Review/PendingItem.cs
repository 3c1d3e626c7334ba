using System.Globalization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Review;

/// <summary>
/// A content that waits for a reviewer. All of it is in the key, so that a listing answers, and the key follows from the state, so that whoever decides can remove it without looking for it.
/// </summary>
/// <param name="Bucket">Queue.</param>
/// <param name="At">When it came in, UTC, whole milliseconds.</param>
/// <param name="Decision">The scanner's verdict.</param>
/// <param name="Score"><see cref="ScoreBucket"/>, 0..19.</param>
/// <param name="Policy">Policy version: 1..100 characters.</param>
/// <param name="Hash">The content.</param>
public sealed record PendingItem(PendingBucket Bucket, DateTimeOffset At, Decision Decision, int Score, string Policy, ContentHash Hash)
{
    private const string DayFormat = "yyyyMMdd";
    private const string MinuteFormat = "HHmm";
    private const string RestFormat = "ssfff";
    private const int MaxPolicy = 100;

    /// <summary>The item that a new state brings; null when nobody has to look at it.</summary>
    public static PendingItem? Of(UploadState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Hash is null || state.Decision == Decision.NotScanned)
            return null;
        PendingBucket? bucket = state.AuditProbability is not null ? PendingBucket.Audit : state.Decision switch
        {
            Decision.AiGenerated or Decision.Inpainted => PendingBucket.Findings,
            Decision.Uncertain => PendingBucket.Uncertain,
            _ => null,
        };
        return bucket is { } queue ? In(queue, state, state.ScannedAt) : null;
    }

    /// <summary>True for the item that this state has brought, now or with an earlier verdict: a rescoring keeps the time of the scan.</summary>
    public bool IsOf(UploadState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Hash.Hex == state.Hash && At.ToUnixTimeMilliseconds() == state.ScannedAt.ToUnixTimeMilliseconds();
    }

    /// <summary>The item that a label which re-opens brings.</summary>
    /// <param name="state">Of a blob with the content, scanned and with a hash.</param>
    /// <param name="label">Says when.</param>
    public static PendingItem Reopened(UploadState state, Label label)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(label);
        return In(PendingBucket.Reopened, state, label.At);
    }

    internal static string Prefix(Scope scope) => $"{scope}/pending/";

    internal static string Prefix(Scope scope, PendingBucket bucket, int score) => $"{Prefix(scope)}{Word(bucket)}/s{score.ToString("D2", CultureInfo.InvariantCulture)}/";

    /// <summary>The part of the key behind bucket and score, by which items are ordered in time. Folders of days and minutes: a folder store reads one folder at a time.</summary>
    internal string Rest => $"{Time(At)}-{Word(Decision)}-{Segment(Policy)}-{Hash}";

    /// <summary>Begins the <see cref="Rest"/> of all items of a time.</summary>
    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString($"{DayFormat}/{MinuteFormat}/{RestFormat}", CultureInfo.InvariantCulture);

    /// <summary>'-' separates: it is in no part, as a policy is encoded.</summary>
    internal ObjectKey Key(Scope scope) => new(Prefix(scope, Bucket, Score) + Rest);

    /// <exception cref="FormatException">The key is not that of a pending content.</exception>
    internal static PendingItem Parse(Scope scope, ObjectKey key)
    {
        var parts = key.Value[Prefix(scope).Length..].Split('/', '-');
        if (parts.Length != 8 || !Enum.TryParse<PendingBucket>(parts[0], ignoreCase: true, out var bucket) || !Enum.TryParse<Decision>(parts[5], ignoreCase: true, out var decision))
            throw new FormatException($"'{key}' is not the key of a pending content.");
        var at = DateTimeOffset.ParseExact(parts[2] + parts[3] + parts[4], DayFormat + MinuteFormat + RestFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new(bucket, at, decision, int.Parse(parts[1].AsSpan(1), CultureInfo.InvariantCulture), OrderedText.Decode(parts[6]) ?? parts[6], ContentHash.Parse(parts[7]));
    }

    private static PendingItem In(PendingBucket bucket, UploadState state, DateTimeOffset at) => new(
        bucket, DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()), state.Decision, ScoreBucket.Of(state), state.Policy ?? "-",
        ContentHash.Parse(state.Hash ?? throw new ArgumentException("The state has no content.", nameof(state))));

    /// <summary>A policy whose name is too long for a key is known by its hashed segment alone once it comes from a listing; that is not encoded again.</summary>
    private static string Segment(string policy) => policy.Length <= MaxPolicy && OrderedText.IsHashed(policy) ? policy : OrderedText.Encode(policy, MaxPolicy);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
