namespace StayPositive.Storage.Shards;

/// <summary>What a compaction did.</summary>
/// <param name="Covered">Contents that were in shards already.</param>
/// <param name="Added">Contents that are now.</param>
/// <param name="Shards">Shards written.</param>
/// <param name="Bytes">Of them.</param>
/// <param name="Removed">Leftovers of compactions that were killed, and damaged shards.</param>
public sealed record CompactionReport(int Covered, int Added, int Shards, long Bytes, int Removed);
