using System.Text;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Cards;

/// <summary>Writes the card's tables as Markdown. Intervals: 95%, bootstrap over source photos; of rates: Clopper-Pearson.</summary>
internal sealed class CardWriter
{
    private readonly StringBuilder text = new();

    public void Title(string title, string explanation) => text.Append($"\n### {title}\n\n{explanation}\n\n");

    public void RankingHeader() => text.Append(
        "| set | real | fake | AUC, non-negative | AUC, unconstrained | largest window, non-negative | largest window, unconstrained | AP | TPR at 1% FPR |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");

    /// <summary>One set: real and generated images, ranked by both heads.</summary>
    public void Ranking(string name, IReadOnlyCollection<CardImage> images)
    {
        var index = SourceIndex.Of(images.Select(image => image.Source));
        var bootstrap = new ClusterBootstrap(index);
        RankedScores Rank(Func<CardImage, float> score) => RankedScores.Of(images.Select(image => new ScoredRow(image.Source, image.Generated, score(image))).ToArray(), index);
        var own = Rank(image => image.NonNegative.Image);
        string[] cells =
        [
            Percent(bootstrap.Of(own.Auc)),
            Percent(bootstrap.Of(Rank(image => image.Unconstrained.Image).Auc)),
            Percent(bootstrap.Of(Rank(image => image.NonNegative.LargestWindow).Auc)),
            Percent(bootstrap.Of(Rank(image => image.Unconstrained.LargestWindow).Auc)),
            Percent(bootstrap.Of(own.AveragePrecision)),
            Percent(bootstrap.Of(counts => own.TruePositiveRateAt(0.01, counts))),
        ];
        Row([name, images.Count(image => !image.Generated).ToString(), images.Count(image => image.Generated).ToString(), .. cells]);
    }

    public void PixelHeader() => text.Append("| set | images | pixel AUC, mean of images | pixel AUC, pooled |\n|---|--:|--:|--:|\n");

    public void Pixels(string name, PixelScores pixels)
    {
        var index = SourceIndex.Of(pixels.Sources);
        var bootstrap = new ClusterBootstrap(index);
        Row([name, pixels.Count.ToString(), Percent(bootstrap.Of(pixels.MeanOfImages(index))), Percent(bootstrap.Of(pixels.Pooled(index).Auc))]);
    }

    public void RateHeader() => text.Append("| images | n | flagged | flagged or uncertain |\n|---|--:|--:|--:|\n");

    public void Rates(string name, IReadOnlyCollection<CardImage> images)
    {
        var flagged = images.Count(image => image.Decision is Decision.AiGenerated or Decision.Inpainted);
        var doubtful = flagged + images.Count(image => image.Decision == Decision.Uncertain);
        Row([name, images.Count.ToString(), Rate(flagged, images.Count), Rate(doubtful, images.Count)]);
    }

    public override string ToString() => text.ToString().TrimStart('\n');

    private void Row(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Percent(Interval interval) => interval.IsBounded
        ? $"{100 * interval.Estimate:F1} ({100 * interval.Low:F1}-{100 * interval.High:F1})"
        : $"{100 * interval.Estimate:F1}";

    private static string Rate(int hits, int trials)
    {
        var (low, high) = ClopperPearson.Interval(hits, trials);
        return $"{hits} = {100.0 * hits / Math.Max(1, trials):F1}% ({100 * low:F1}-{100 * high:F1})";
    }
}
