using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.Shards;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class DatasetBuilderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Labels_become_rows_with_the_features_of_a_scan_whether_compacted_or_not()
    {
        using var world = new DataWorld();
        var real = await world.UploadAsync("real.png", DataWorld.Picture(1, 60));
        var fake = await world.UploadAsync("fake.png", DataWorld.Picture(2, 190));
        await world.LabelAsync(real, Ruling.NoFindings, label => label with { AuditProbability = 0.005, Source = "review" });
        await world.LabelAsync(fake, Ruling.AiGenerated, label => label with { Generator = "gan-1" });
        await Measure(world);

        using (var dataset = await Build(world))
            Check(dataset);
        var compacted = await new ShardStore(world.Installation.Results, world.Installation.Tombstones).CompactAsync(DataWorld.Scope, world.Backbone, 1, Cancellation);
        Assert.Equal(2, compacted.Added);
        using (var dataset = await Build(world))
            Check(dataset);
        Assert.Empty(Directory.GetFiles(world.Path("work"))); // the features' file goes with the dataset

        void Check(Dataset dataset)
        {
            Assert.Equal(new DatasetCounts(2, 0, 0, 0, 0, 2, 1), dataset.Counts);
            using var scanner = new ImageScanner(world.Package);
            foreach (var (hash, file, generated) in new[] { (real, "real.png", false), (fake, "fake.png", true) })
            {
                var row = Assert.Single(dataset.Rows, row => row.Hash == hash);
                var measurement = scanner.Scan(File.ReadAllBytes(world.Path($"uploads/{file}"))).Measurement!;
                Assert.Equal((RowPart.WholeImage, generated, 1.0), (row.Part, row.Generated, row.Weight));
                Assert.Equal(new RowFacts(generated ? "import:test" : "review", generated ? "gan-1" : null, "Png", measurement.Megapixels, "none", null), row.Facts);
                Assert.Equal(generated ? (RowOrigin.Collection, 1.0) : (RowOrigin.Audit, 0.005), (row.Origin, row.InclusionProbability));
                Near(measurement.Features.Values.ToArray(), row.Feature);
                var windows = measurement.Heads[0].BestWindows;
                Assert.Equal(windows.Select(window => (window.SizePixels, "tiny-1", window.Logit)), row.Windows.Select(window => (window.Size, window.Head, window.Logit)));
                foreach (var (window, stored) in windows.Zip(row.Windows))
                    Near(window.Features.Values.ToArray(), stored.Feature);
            }

            void Near(float[] expected, int feature)
            {
                var values = new float[dataset.Channels];
                dataset.Features.Read(feature, values);
                for (var c = 0; c < values.Length; c++)
                    Assert.InRange(values[c] - expected[c], -1e-3, 1e-3);
            }
        }
    }

    [Fact]
    public async Task A_mask_gives_a_generated_row_inside_and_a_real_one_outside_and_the_whole_image_only_judges()
    {
        using var world = new DataWorld();
        var hash = await world.UploadAsync("edit.png", DataWorld.Png(96, 64, (x, _) => (byte)(x < 32 ? 204 : 51)));
        var mask = await new MaskStore(world.Installation.Review).WriteAsync(DataWorld.Scope, hash, DataWorld.Png(96, 64, (x, _) => (byte)(x < 32 ? 255 : 0)), Cancellation);
        await world.LabelAsync(hash, Ruling.Inpainted, label => label with { Mask = mask.Hex });
        var lost = await world.UploadAsync("lost.png", DataWorld.Picture(5, 100));
        await world.LabelAsync(lost, Ruling.Inpainted, label => label with { Mask = new string('a', 64) });
        Assert.Equal(1, (await Measure(world)).Failed["MaskMissing"]);

        using var dataset = await Build(world);
        Assert.Equal(1, dataset.Counts.MasksMissing);
        var rows = dataset.Rows.Where(row => row.Hash == hash).ToArray();
        Assert.Equal([(RowPart.WholeImage, true, 0.0), (RowPart.InsideMask, true, 1.0), (RowPart.OutsideMask, false, 1.0)], rows.Select(row => (row.Part, row.Generated, row.Weight)));
        Assert.Single(rows.Select(row => (row.Group, row.Split, row.Facts.MaskShare)).Distinct());
        Assert.Equal(1.0 / 3, rows[0].Facts.MaskShare!.Value, 6);
        Assert.Equal([0.8f, 0.2f], rows[1..].Select(row => Brightness(dataset, row)), (one, other) => Math.Abs(one - other) < 1e-3);
        Assert.Equal((0.0, true), (Assert.Single(dataset.Rows, row => row.Hash == lost).Weight, dataset.Rows.Single(row => row.Hash == lost).Generated));
    }

    [Fact]
    public async Task The_newest_label_wins_and_undecided_contents_are_counted()
    {
        using var world = new DataWorld();
        var overturned = await world.UploadAsync("a.png", DataWorld.Picture(1, 60));
        await world.LabelAsync(overturned, Ruling.AiGenerated);
        await world.LabelAsync(overturned, Ruling.NoFindings, seen: 1);
        var open = await world.UploadAsync("b.png", DataWorld.Picture(2, 60));
        await world.LabelAsync(open, Ruling.NoFindings);
        await world.LabelAsync(open, Ruling.Reopened, seen: 1);
        await world.LabelAsync(ContentHash.Of("gone"u8), Ruling.NoFindings);
        var report = await Measure(world);
        Assert.Equal((2, 1, 1), (report.Contents, report.Measured, report.Failed["NoImage"]));

        using var dataset = await Build(world);
        Assert.False(Assert.Single(dataset.Rows).Generated);
        Assert.Equal(new DatasetCounts(3, 1, 1, 0, 1, 2, 1), dataset.Counts);
    }

    [Fact]
    public async Task Near_duplicates_and_named_groups_share_a_split_and_the_split_stays()
    {
        using var world = new DataWorld();
        for (var n = 0; n < 12; n++)
        {
            var file = DataWorld.Picture(n, 110);
            await world.LabelAsync(await world.UploadAsync($"{n}.png", file), Ruling.NoFindings);
            using var image = NetVips.Image.NewFromBuffer(file);
            await world.LabelAsync(await world.UploadAsync($"{n}.jpg", image.JpegsaveBuffer(85)), Ruling.NoFindings, label => label with { Group = n < 2 ? "pair" : null });
        }

        await Measure(world);
        DataSplit[] before;
        using (var dataset = await Build(world))
        {
            Assert.Equal((24, 11, 4), (dataset.Rows.Count, dataset.Counts.Groups, dataset.Counts.LargestGroup));
            before = [.. dataset.Rows.Select(row => row.Split)];
            Assert.True(before.Distinct().Count() > 1);
        }

        await world.LabelAsync(await world.UploadAsync("new.png", DataWorld.Picture(99, 110)), Ruling.AiGenerated);
        await Measure(world);
        using var later = await Build(world);
        Assert.Equal(before, later.Rows.Where(row => !row.Generated).Select(row => row.Split));
    }

    [Fact]
    public async Task A_pair_of_an_import_stays_together_and_golden_when_one_of_it_is_decided_again()
    {
        using var world = new DataWorld();
        var photo = await world.UploadAsync("photo.png", DataWorld.Picture(1, 60));
        var edit = await world.UploadAsync("edit.png", DataWorld.Picture(7, 190));
        foreach (var (hash, ruling) in new[] { (photo, Ruling.NoFindings), (edit, Ruling.AiGenerated) })
            await world.LabelAsync(hash, ruling, label => label with { Group = "pair" });
        var key = new SplitKey(world.Installation.AuditKey);
        Assert.True(await new GoldenSet(world.Installation.Models).FreezeAsync([key.Name(photo.Hex), key.Name(edit.Hex)], Cancellation));
        await world.LabelAsync(photo, Ruling.NoFindings, label => label with { Source = "review" }, seen: 1);
        await Measure(world);
        using var dataset = await Build(world);
        Assert.Single(dataset.Rows.Select(row => row.Group).Distinct());
        Assert.All(dataset.Rows, row => Assert.True(row.Judges && row.Split == DataSplit.Golden));
    }

    [Theory]
    [InlineData(DataSplit.Golden, RowOrigin.Flagged, true, false)]
    [InlineData(DataSplit.Holdout, RowOrigin.Flagged, false, false)]
    [InlineData(DataSplit.Holdout, RowOrigin.Audit, true, false)]
    [InlineData(DataSplit.Calibration, RowOrigin.Collection, false, true)]
    [InlineData(DataSplit.Calibration, RowOrigin.Flagged, false, false)]
    internal void What_the_scanner_pointed_at_neither_calibrates_nor_judges_unless_it_is_golden(DataSplit split, RowOrigin origin, bool judges, bool calibrates)
    {
        var row = SampleRow.Of("a", split, origin);
        Assert.Equal((judges, calibrates), (row.Judges, row.Calibrates));
    }

    [Fact]
    public async Task What_a_killed_job_has_left_is_removed_after_a_day_and_a_younger_file_stays()
    {
        using var world = new DataWorld();
        var (old, young, other) = (Left("features", 25), Left("variants", 23), world.Path("work/mine.f16"));
        File.WriteAllBytes(other, [1]);
        File.SetLastWriteTimeUtc(other, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-9));
        using var dataset = await Build(world);
        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(young), File.Exists(other)));

        string Left(string kind, int hours)
        {
            Directory.CreateDirectory(world.Path("work"));
            var path = world.Path($"work/{kind}-{world.Backbone.Hex[..16]}-{Guid.NewGuid():n}.f16");
            File.WriteAllBytes(path, [1]);
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-hours));
            return path;
        }
    }

    [Fact]
    public async Task Features_of_an_image_that_is_gone_are_used_and_told()
    {
        using var world = new DataWorld();
        var file = DataWorld.Picture(1, 60);
        var hash = await world.UploadAsync("a.png", file);
        await world.LabelAsync(hash, Ruling.NoFindings);
        using (var scanner = new ImageScanner(world.Package))
            await world.Installation.Measurements.WriteAsync(DataWorld.Scope, hash, scanner.Scan(file, cancellation: Cancellation).Measurement!, Cancellation);
        File.Delete(world.Path("uploads/a.png"));
        Assert.Equal(1, (await Measure(world)).Failed["OnlyStored"]);
        using var dataset = await Build(world);
        Assert.Equal((1, 0), (dataset.Rows.Count, dataset.Counts.Unmeasured));
    }

    [Fact]
    public async Task A_second_measuring_computes_nothing_and_replicas_share_the_work()
    {
        using var world = new DataWorld();
        for (var n = 0; n < 8; n++)
            await world.LabelAsync(await world.UploadAsync($"{n}.png", DataWorld.Picture(n, 110)), Ruling.NoFindings);
        var (one, two) = (await Measure(world, new JobShard(1, 2)), await Measure(world, new JobShard(2, 2)));
        Assert.Equal((8, 8), (one.Contents + two.Contents, one.Measured + two.Measured));
        Assert.True(one.Contents > 0 && two.Contents > 0);
        var again = await Measure(world);
        Assert.Equal((8, 8, 0), (again.Contents, again.AlreadyDone, again.Measured));
    }

    [Fact]
    public async Task An_imported_image_is_measured_from_its_copy_and_a_replaced_upload_is_not_taken_for_it()
    {
        using var world = new DataWorld();
        var file = DataWorld.Picture(1, 110);
        var hash = await world.UploadAsync("a.png", file);
        await world.LabelAsync(hash, Ruling.NoFindings);
        File.WriteAllBytes(world.Path("uploads/a.png"), DataWorld.Picture(2, 110));
        Assert.Equal(1, (await Measure(world)).Failed["NoImage"]);
        await new ImageCopyStore(world.Installation.Review, world.Installation.Tombstones).WriteAsync(DataWorld.Scope, hash, file, Cancellation);
        Assert.Equal(1, (await Measure(world)).Measured);
    }

    private static float Brightness(Dataset dataset, LabelledRow row)
    {
        var values = new float[dataset.Channels];
        dataset.Features.Read(row.Feature, values);
        return values[0];
    }

    private static async Task<ExtractionReport> Measure(DataWorld world, JobShard? shard = null)
    {
        using var scanner = new ImageScanner(world.Package);
        var labelled = await LabelReading.ReadAsync(world.Installation.Labels, [DataWorld.Scope], Cancellation);
        return await new MissingFeatures(world.Installation, scanner, parallel: 2).RunAsync(labelled, shard ?? JobShard.Whole, Cancellation);
    }

    private static Task<Dataset> Build(DataWorld world) =>
        new DatasetBuilder(world.Installation, new DatasetOptions { Scopes = [DataWorld.Scope], Work = world.Path("work") }).BuildAsync(world.Backbone, world.Package.Backbone.Channels, Cancellation);
}
