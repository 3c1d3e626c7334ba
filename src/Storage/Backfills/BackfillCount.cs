namespace StayPositive.Storage.Backfills;

/// <summary>What a listing says before anything is scanned.</summary>
/// <param name="Blobs">Uploads with the prefix.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="Due">Uploads among them without a state.</param>
/// <param name="DueBytes">Their sizes together.</param>
/// <param name="SampledBytes">Sizes of some due ones whose headers were read.</param>
/// <param name="SampledPixels">Width x height of these together.</param>
/// <param name="Samples">How many these were.</param>
public sealed record BackfillCount(long Blobs, long Bytes, long Due, long DueBytes, long SampledBytes, long SampledPixels, int Samples)
{
    /// <summary>Nothing counted yet.</summary>
    public static BackfillCount None { get; } = new(0, 0, 0, 0, 0, 0, 0);

    /// <summary>Megapixels of the due ones, if they are as those whose headers were read; null when none could be.</summary>
    public double? Megapixels() => SampledBytes == 0 ? null : (double)DueBytes * SampledPixels / SampledBytes / 1e6;
}
