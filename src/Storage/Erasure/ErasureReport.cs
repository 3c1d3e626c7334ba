using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Erasure;

/// <summary>What an erasure removed; a repeat counts only what was still there.</summary>
/// <param name="Hash">The content.</param>
/// <param name="Measurements">JSON files.</param>
/// <param name="Features">Files of features.</param>
/// <param name="HeatMaps">PNG files.</param>
/// <param name="States">Of all blobs with this content.</param>
/// <param name="Markers">Of open effects, which will not be done.</param>
/// <param name="Refs">Blobs that held the content.</param>
/// <param name="Pending">Items that waited for a reviewer.</param>
/// <param name="Labels">Reviewers' decisions.</param>
/// <param name="LabelsKept">Reviewers' decisions that stay by policy; their keys hold the hash.</param>
public sealed record ErasureReport(
    ContentHash Hash, int Measurements, int Features, int HeatMaps, int States, int Markers, int Refs, int Pending, int Labels, int LabelsKept)
{
    /// <summary>Rows in shards, which were rewritten without them.</summary>
    public int ShardRows { get; init; }

    /// <summary>Assistant's notes.</summary>
    public int Notes { get; init; }

    /// <summary>Copies of imported images.</summary>
    public int Copies { get; init; }

    /// <summary>Masks that reviewers drew.</summary>
    public int Masks { get; init; }

    /// <summary>Lists of work (backfills, rescans, rescorings) that named a blob with this content.</summary>
    public int Lists { get; init; }

    /// <summary>Everything that was removed.</summary>
    public int Total => Measurements + Features + HeatMaps + States + Markers + Refs + Pending + Labels + ShardRows + Notes + Copies + Masks + Lists;
}
