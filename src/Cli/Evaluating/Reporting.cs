using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>Computes the report from what was judged. Pure.</summary>
internal static class Reporting
{
    private const string NonNegative = "non-negative";
    private const string Unconstrained = "unconstrained";

    public static EvaluationReport Report(EvaluateOptions options, string model, string backbone, Collection collection)
    {
        // Every set holds the same images, so all figures of all sets share one index and with it the same draws.
        var index = SourceIndex.Of(collection.Sets[0].Images.Select(image => image.Source));
        var bootstrap = new ClusterBootstrap(index, options.Bootstrap, options.Seed);
        return new EvaluationReport(
            EvaluationReport.CurrentSchema, model, backbone, options.Crop, options.Seed, options.Bootstrap, collection.Real, collection.Fake,
            Warnings.Of(options, collection).ToArray(),
            collection.Sets.Select(set => Report(set, index, bootstrap)).ToArray());
    }

    private static ReencodingReport Report(JudgedSet set, SourceIndex index, ClusterBootstrap bootstrap)
    {
        var scores = Scores(NonNegative, set.Images, image => image.NonNegative, index, bootstrap);
        var compared = set.Images.All(image => image.Unconstrained is not null);
        if (compared) scores = scores.Concat(Scores(Unconstrained, set.Images, image => image.Unconstrained!, index, bootstrap));
        return new ReencodingReport(
            set.Reencoding.ToString(),
            scores.ToArray(),
            compared ? ConstraintGain(set.Images, index, bootstrap) : null,
            set.Pixels.Count == 0 ? null : Pixels(set.Pixels, bootstrap, index),
            Decisions(set.Images, generated: false),
            Decisions(set.Images, generated: true));
    }

    private static IEnumerable<ScoreReport> Scores(
        string head, IReadOnlyList<JudgedImage> images, Func<JudgedImage, HeadScores> scoresOf, SourceIndex index, ClusterBootstrap bootstrap)
    {
        yield return Score("image", scores => scores.Image, scores => scores.ImageMargin);
        yield return Score("window", scores => scores.LargestWindow, scores => scores.WindowMargin);
        if (images.All(image => scoresOf(image).JointMargin is not null))
            yield return Score("joint", scores => scores.JointMargin!.Value, scores => scores.JointMargin);

        ScoreReport Score(string name, Func<HeadScores, float> score, Func<HeadScores, float?> margin)
        {
            var margins = images.All(image => margin(scoresOf(image)) is not null) ? Rows(images, image => margin(scoresOf(image))!.Value) : null;
            return new ScoreReport(head, name, Figures.Of(Rows(images, image => score(scoresOf(image))), margins, index, bootstrap));
        }
    }

    private static Interval ConstraintGain(IReadOnlyList<JudgedImage> images, SourceIndex index, ClusterBootstrap bootstrap)
    {
        var with = RankedScores.Of(Rows(images, image => image.NonNegative.Image), index);
        var without = RankedScores.Of(Rows(images, image => image.Unconstrained!.Image), index);
        return bootstrap.Of(counts => with.Auc(counts) - without.Auc(counts));
    }

    private static PixelReport Pixels(PixelScores pixels, ClusterBootstrap bootstrap, SourceIndex index)
    {
        var pooled = pixels.Pooled(index);
        return new PixelReport(pixels.Count, bootstrap.Of(pooled.Auc), bootstrap.Of(pixels.MeanOfImages(index)));
    }

    private static ScoredRow[] Rows(IReadOnlyList<JudgedImage> images, Func<JudgedImage, float> score) =>
        images.Select(image => new ScoredRow(image.Source, image.Generated, score(image))).ToArray();

    private static SortedDictionary<string, int> Decisions(IReadOnlyList<JudgedImage> images, bool generated) => new(
        images.Where(image => image.Generated == generated).GroupBy(image => image.Decision.ToString()).ToDictionary(group => group.Key, group => group.Count()),
        StringComparer.Ordinal);
}
