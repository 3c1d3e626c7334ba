using StayPositive.Detector.Decoding;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>Something that happens to images after they were taken or generated, and that a detector should survive.</summary>
internal interface ITransformation
{
    /// <summary>As slices are named, e.g. <c>jpeg:75</c>.</summary>
    string Name { get; }

    /// <summary>Names of the images that it makes of one; none when it is not for this class.</summary>
    /// <param name="generated">Whether the image is.</param>
    IReadOnlyList<string> Variants(bool generated);

    /// <summary>Makes them, in the same order; fewer, or none, when the image is too small. The caller disposes their pixels.</summary>
    /// <param name="image">Left as it is.</param>
    /// <param name="generated">Whether the image is.</param>
    /// <param name="seed">Of chance; belongs to the image.</param>
    IReadOnlyList<TransformedImage> Apply(RgbImage image, bool generated, int seed);
}
