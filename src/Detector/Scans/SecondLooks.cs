using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Scans;

/// <summary>Which part of an image is looked at again, and after which re-encodings; see <see cref="Policy.SecondLook"/>.</summary>
internal static class SecondLooks
{
    private const int MostPixels = 4_000_000;

    private static readonly Reencoding[] Reencodings = [Reencoding.Jpeg(85), Reencoding.Resize(0.9)];

    /// <summary>The whole image, or of a large one a part of at most 4 megapixels around the region, else around its best window.</summary>
    public static CropBox Box(Scan scan)
    {
        var measurement = scan.Measurement!;
        if ((long)measurement.Width * measurement.Height <= MostPixels)
            return new CropBox(0, 0, measurement.Width, measurement.Height);

        var side = (int)Math.Sqrt(MostPixels);
        var width = Math.Min(measurement.Width, Math.Max(side, MostPixels / measurement.Height));
        var height = Math.Min(measurement.Height, MostPixels / width);
        var best = measurement.Heads[0].BestWindows.MaxBy(window => window.Logit - scan.Verdict.Threshold!.Windows.GetValueOrDefault(window.SizePixels, float.MaxValue));
        var (x, y) = scan.Verdict.Region is { } region ? (region.X + region.Width / 2, region.Y + region.Height / 2)
            : best is not null ? (best.X + best.Width / 2, best.Y + best.Height / 2)
            : (measurement.Width / 2, measurement.Height / 2);
        return new CropBox(Math.Clamp(x - width / 2, 0, measurement.Width - width), Math.Clamp(y - height / 2, 0, measurement.Height - height), width, height);
    }

    /// <summary>Measures the re-encodings of a part.</summary>
    /// <param name="part">Pixels inside the box.</param>
    /// <param name="isWhole">False: the part itself is measured, too.</param>
    /// <param name="measure">Scans pixels.</param>
    public static IReadOnlyList<Reexamination> Of(RgbImage part, bool isWhole, Func<RgbImage, HeadMeasurement> measure)
    {
        var looks = new List<Reexamination>();
        if (!isWhole)
            looks.Add(new Reexamination(Reencoding.None.ToString(), part.Width, part.Height, measure(part)));
        foreach (var reencoding in Reencodings)
        {
            using var sent = reencoding.Apply(part);
            looks.Add(new Reexamination(reencoding.ToString(), sent.Width, sent.Height, measure(sent)));
        }

        return looks;
    }
}
