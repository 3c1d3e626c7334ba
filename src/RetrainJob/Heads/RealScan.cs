namespace StayPositive.RetrainJob.Heads;

/// <summary>Scores of one real photo: what a threshold is set on.</summary>
/// <param name="Photo">Source photo's id.</param>
/// <param name="Megapixels">Size as scanned.</param>
/// <param name="Logit">Of the whole image.</param>
/// <param name="Windows">Best logit by window size in pixels; sizes that do not fit are absent.</param>
internal sealed record RealScan(string Photo, double Megapixels, float Logit, IReadOnlyDictionary<int, float> Windows);
