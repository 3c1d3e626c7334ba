namespace StayPositive.RetrainJob.Refits;

/// <summary>Scores of one image or part of one by one head.</summary>
/// <param name="Image">Logit of the whole.</param>
/// <param name="Windows">Best logit by window size in pixels; sizes that do not fit are absent.</param>
internal sealed record RowLogits(float Image, IReadOnlyDictionary<int, float> Windows)
{
    /// <summary>The same under another bias.</summary>
    public RowLogits Moved(float by) => new(Image + by, Windows.ToDictionary(window => window.Key, window => window.Value + by));
}
