using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Pairs;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>What held-out images go through before a head is published.</summary>
internal static class Transformations
{
    private const int Photos = 4; // remembered; two are transformed at a time
    private static readonly string[] Chains = ["jpeg:90", "jpeg:75", "jpeg:50", "webp:75", "resize:0.7", "resize:0.5"];
    private static readonly string[] Kinds = ["blur", "median", "sharpen", "down-up", "noise"];
    private static readonly double[] Areas = [0.02, 0.05, 0.10, 0.20, 0.40];

    /// <summary>Re-encodings and launderings.</summary>
    public static IReadOnlyList<ITransformation> Usual { get; } = [.. Chains.Select(chain => new Reencoded(Reencoding.Parse(chain))), .. Kinds.Select(kind => new Laundered(kind))];

    /// <summary>Edits of 2 to 40% of the area with one decoder.</summary>
    /// <param name="decoder">Its name.</param>
    /// <param name="renderer">Lives as long as the transformations.</param>
    public static IReadOnlyList<ITransformation> Edits(string decoder, FamilyRenderer renderer)
    {
        var renders = new LastRenders((width, height, rgb) => renderer.Render(width, height, rgb), Photos);
        return [.. Areas.Select(area => new Edited(decoder, area, renders))];
    }
}
