using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Shards;

/// <summary>
/// Name of a shard: the beginnings of its first and last content, so that a listing says which shards may hold a content, and a hash of all of them, so that a repeat of the same compaction writes the
/// same name.
/// </summary>
internal static class ShardName
{
    private const int Digits = 16;
    private const int HashDigits = 32;

    /// <param name="contents">Ascending.</param>
    public static string Of(IReadOnlyList<string> contents) =>
        $"{contents[0][..Digits]}-{contents[^1][..Digits]}-{ContentHash.Of(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', contents))).Hex[..HashDigits]}";

    /// <summary>False: the content is certainly not in the shard.</summary>
    public static bool MayHold(string name, ContentHash content)
    {
        var parts = name.Split('-');
        return parts.Length == 3 && string.CompareOrdinal(parts[0], content.Hex[..Digits]) <= 0 && string.CompareOrdinal(content.Hex[..Digits], parts[1]) <= 0;
    }
}
