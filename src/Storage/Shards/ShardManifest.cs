namespace StayPositive.Storage.Shards;

/// <summary>What a shard covers. Written before the shard, so that whatever is in a shard can be found without reading it.</summary>
/// <param name="Schema">Of this record.</param>
/// <param name="Channels">Features a row.</param>
/// <param name="Contents">SHA-256 of each content, lower-case hex, ascending.</param>
internal sealed record ShardManifest(int Schema, int Channels, IReadOnlyList<string> Contents)
{
    public const int CurrentSchema = 1;
}
