namespace StayPositive.Storage.States;

/// <summary>The strict threshold that a score was judged by, and what it rests on.</summary>
/// <param name="Logit">Threshold on the image's logit.</param>
/// <param name="FalsePositiveRate">Stated rate of the joint test (image or a window).</param>
/// <param name="Photos">n: real photos of this size that it was set on.</param>
/// <param name="FalsePositives">Photos among them that pass.</param>
/// <param name="Supported">n >= 3 / rate.</param>
public sealed record StateThreshold(float Logit, double FalsePositiveRate, int Photos, int FalsePositives, bool Supported);
