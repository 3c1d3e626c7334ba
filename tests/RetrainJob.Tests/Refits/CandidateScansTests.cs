using NetVips;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Tests.Data;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Tests.Refits;

public sealed class CandidateScansTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_an_animation_the_highest_frame_counts_and_not_the_first()
    {
        using var world = new DataWorld();
        var file = Animation(30, 60, 220);
        var hash = await world.UploadAsync("a.webp", file);
        await world.LabelAsync(hash, Ruling.NoFindings);
        var labelled = await LabelReading.ReadAsync(world.Installation.Labels, [DataWorld.Scope], Cancellation);
        using (var scanner = new ImageScanner(world.Package))
            await new MissingFeatures(world.Installation, scanner, parallel: 1).RunAsync(labelled, JobShard.Whole, Cancellation);
        using var dataset = await new DatasetBuilder(world.Installation, new DatasetOptions { Scopes = [DataWorld.Scope], Work = world.Path("work") }).BuildAsync(world.Backbone, 2, Cancellation);
        var row = Assert.Single(dataset.Rows);
        var scores = (await CandidateScans.RunAsync(world.Installation, world.Package, [1, 0], [row], Cancellation))[CandidateScans.Key(row)];
        Assert.InRange(scores.Candidate.Image, 0.7f, 1);
        Assert.Equal(scores.Champion.Image, scores.Candidate.Image);
    }

    [Fact]
    public void Half_of_the_scans_are_the_judged_rows_whatever_the_calibration_split_holds()
    {
        LabelledRow[] calibration = [.. Enumerable.Range(0, 100).Select(n => SampleRow.Of($"c{n}", DataSplit.Calibration, RowOrigin.Collection, generated: n % 2 == 1))];
        LabelledRow[] judging =
        [
            .. Enumerable.Range(0, 20).Select(n => SampleRow.Of($"h{n}", DataSplit.Holdout, n < 15 ? RowOrigin.Collection : RowOrigin.Audit)),
            SampleRow.Of("g", DataSplit.Golden, RowOrigin.Flagged),
        ];
        var few = CandidateScans.Order(calibration, judging, 8);
        Assert.Equal([DataSplit.Golden, DataSplit.Holdout, DataSplit.Holdout, DataSplit.Holdout], few.Take(4).Select(row => row.Split));
        Assert.All(few.Skip(1).Take(3), row => Assert.True(row.Audit));
        Assert.All(few.Skip(4), row => Assert.True(row.Split == DataSplit.Calibration && !row.Generated));
        Assert.Equal(121, CandidateScans.Order(calibration, judging, 1000).DistinctBy(row => row.Hash).Count());
        Assert.Empty(CandidateScans.Order(calibration, judging, 0));
    }

    private static byte[] Animation(params int[] greys)
    {
        const int side = 96;
        using var frames = Image.Arrayjoin([.. greys.Select(grey => Image.NewFromBuffer(DataWorld.Png(side, side, (_, _) => (byte)grey)))], across: 1);
        using var animation = frames.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", side));
        return animation.WebpsaveBuffer(lossless: true);
    }
}
