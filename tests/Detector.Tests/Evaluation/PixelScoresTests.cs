using CsCheck;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class PixelScoresTests
{
    private static readonly Gen<(EditMask Mask, float[] Evidence)> Images =
        from width in Gen.Int[1, 21]
        from height in Gen.Int[1, 21]
        from edited in Gen.Bool.Array[width * height]
        from evidence in Gen.Int[0, 5].Array[(width + 7) / 8 * ((height + 7) / 8)]
        select (new EditMask(width, height, edited), evidence.Select(value => value / 2f).ToArray());

    [Fact]
    public void Auc_over_cells_equals_the_auc_over_pixels() =>
        Gen.Select(Images, Gen.Int[0, 2]).Sample((image, band) =>
        {
            var pixels = Pixels(image.Mask, image.Evidence, band);
            var scores = new PixelScores(8, band);
            scores.Add("a", image.Evidence, image.Mask);
            var expected = pixels.DistinctBy(pixel => pixel.Generated).Count() < 2 ? double.NaN : BruteForce.Auc(pixels);
            Assert.Equal(expected, scores.PerImage()[0], 1e-12);
            Assert.Equal(expected, scores.Pooled().Auc(), 1e-12);
        });

    [Fact]
    public void Pooled_pixels_of_two_images_are_ranked_together() =>
        Gen.Select(Images, Images).Sample((first, second) =>
        {
            var pixels = Pixels(first.Mask, first.Evidence, 0).Concat(Pixels(second.Mask, second.Evidence, 0)).ToArray();
            var scores = new PixelScores();
            scores.Add("a", first.Evidence, first.Mask);
            scores.Add("b", second.Evidence, second.Mask);
            Assert.Equal(pixels.DistinctBy(pixel => pixel.Generated).Count() < 2 ? double.NaN : BruteForce.Auc(pixels), scores.Pooled().Auc(), 1e-12);
        });

    [Fact]
    public void The_mean_of_images_leaves_out_an_image_without_an_edit()
    {
        var scores = new PixelScores();
        var half = new EditMask(16, 8, Enumerable.Range(0, 128).Select(i => i % 16 >= 8).ToArray());
        scores.Add("good", [0, 1], half);
        scores.Add("bad", [1, 0], half);
        scores.Add("untouched", [1, 0], new EditMask(16, 8, new bool[128]));
        Assert.Equal([1, 0, double.NaN], scores.PerImage());
        var index = SourceIndex.Of(scores.Sources);
        Assert.Equal(0.5, scores.MeanOfImages(index)([1, 1, 1]));
        var counts = new int[3];
        (counts[index["good"]], counts[index["bad"]]) = (3, 1);
        Assert.Equal(0.75, scores.MeanOfImages(index)(counts));
    }

    [Fact]
    public void A_map_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => new PixelScores().Add("a", [1, 2, 3], new EditMask(16, 8, new bool[128])));

    private static ScoredRow[] Pixels(EditMask mask, float[] evidence, int band) => (
        from y in Enumerable.Range(0, mask.Height)
        from x in Enumerable.Range(0, mask.Width)
        where !Neighbours(mask, x, y, band).Contains(!mask.Edited[y * mask.Width + x])
        select new ScoredRow("a", mask.Edited[y * mask.Width + x], evidence[y / 8 * ((mask.Width + 7) / 8) + x / 8])).ToArray();

    private static IEnumerable<bool> Neighbours(EditMask mask, int x, int y, int band) =>
        from v in Enumerable.Range(0, mask.Height)
        from u in Enumerable.Range(0, mask.Width)
        where Math.Abs(u - x) <= band && Math.Abs(v - y) <= band
        select mask.Edited[v * mask.Width + u];
}
