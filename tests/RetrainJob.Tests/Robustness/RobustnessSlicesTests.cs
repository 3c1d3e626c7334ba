using StayPositive.Detector.Decoding;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Robustness;
using StayPositive.RetrainJob.Tests.Data;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Tests.Robustness;

public sealed class RobustnessSlicesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Held_out_images_are_transformed_and_measured_once()
    {
        using var world = await HeldOutAsync();
        using var dataset = await BuildAsync(world);
        var (reals, fakes) = (dataset.Rows.Count(row => row.Judges && !row.Generated), dataset.Rows.Count(row => row.Judges && row.Generated));
        Assert.True(reals > 0 && fakes > 0, $"{reals} real and {fakes} generated images are held out");
        var calls = 0;
        var white = new LastRenders((width, height, _) => White(width, height, ref calls), kept: 100);
        ITransformation[] transformations = [.. Transformations.Usual, new Edited("white", 0.1, white), new Edited("white", 0.2, white)];

        float[] first;
        using (var slices = await RunAsync(world, dataset, transformations))
        {
            Assert.Equal(transformations.Length, slices.Rows.Select(row => row.Facts.PostProcessing).Distinct().Count());
            foreach (var slice in slices.Rows.GroupBy(row => row.Facts.PostProcessing))
                Assert.Equal(slice.Key.StartsWith("inpaint", StringComparison.Ordinal) ? (reals, reals) : (reals, fakes), (slice.Count(row => !row.Generated), slice.Count(row => row.Generated)));
            Assert.All(slices.Rows, row => Assert.True(row is { Weight: 0, Audit: false, Trains: false, Judges: true }));
            var edits = slices.Rows.Where(row => row.Facts.PostProcessing == "inpaint:0.1:white").ToLookup(row => row.Hash.Hex);
            foreach (var pair in edits)
            {
                var (edited, photo) = (Assert.Single(pair, row => row.Generated), Assert.Single(pair, row => !row.Generated));
                Assert.InRange(edited.Facts.MaskShare!.Value, 0.08, 0.12);
                Assert.Null(photo.Facts.MaskShare);
                Assert.True(Value(slices, edited) > Value(slices, photo) + 0.02f, "a white patch makes it brighter");
            }

            first = [.. slices.Rows.Select(row => Value(slices, row))];
        }

        Assert.Equal(reals, calls); // both areas of a photo are of one rendering
        using var again = await RunAsync(world, dataset, transformations);
        Assert.Equal(reals, calls); // everything was stored
        Assert.Equal(first, again.Rows.Select(row => Value(again, row)));
    }

    [Fact]
    public async Task An_erasure_takes_the_variants_along()
    {
        using var world = await HeldOutAsync();
        using var dataset = await BuildAsync(world);
        using (await RunAsync(world, dataset, [new Laundered("blur")]))
        {
            var gone = dataset.Rows.First(row => row.Judges).Hash;
            var prefix = $"uploads/measurements/{gone}/";
            Assert.True(await world.Installation.Results.ListAsync(prefix, null, Cancellation).AnyAsync(entry => entry.Key.Value.EndsWith("-launder-blur.variant", StringComparison.Ordinal), Cancellation));
            var eraser = new Eraser(world.Installation.Results, world.Installation.Review, world.Installation.Tombstones, TimeProvider.System);
            await eraser.EraseAsync(DataWorld.Scope, gone, keepLabels: true, Cancellation);
            Assert.False(await world.Installation.Results.ListAsync(prefix, null, Cancellation).AnyAsync(Cancellation));
        }
    }

    [Fact]
    public void Every_transformation_names_what_it_makes()
    {
        using var image = ImageDecoder.Decode(DataWorld.Picture(1, 110, 160, 136), new DecodeLimits()).Image!;
        foreach (var transformation in Transformations.Usual.Append(new Edited("copy", 0.4, new LastRenders((_, _, rgb) => [.. rgb], kept: 1))))
            foreach (var generated in new[] { false, true })
            {
                var made = transformation.Apply(image, generated, 7);
                Assert.Equal(transformation.Variants(generated), made.Select(one => one.Variant));
                foreach (var one in made)
                    one.Pixels.Dispose();
            }

        using var small = ImageDecoder.Decode(DataWorld.Picture(1, 110, 100, 90), new DecodeLimits()).Image!;
        Assert.Empty(new Edited("copy", 0.4, new LastRenders((_, _, rgb) => rgb, kept: 1)).Apply(small, false, 7));
    }

    [Fact]
    public void A_published_decoder_re_renders_a_part_and_leaves_the_rest()
    {
        var settings = new RobustnessSettings { Decoders = SharedData.Folder("autoencoder") };
        settings.Check();
        using var decoder = settings.Open();
        using var image = ImageDecoder.Decode(DataWorld.Picture(1, 110, 160, 136), new DecodeLimits()).Image!;
        var edits = RobustnessSettings.Transformations(decoder).OfType<Edited>().ToArray();
        Assert.Equal(["inpaint:0.02:taef2", "inpaint:0.05:taef2", "inpaint:0.1:taef2", "inpaint:0.2:taef2", "inpaint:0.4:taef2"], edits.Select(edit => edit.Name));
        foreach (var edit in edits)
        {
            var made = edit.Apply(image, generated: false, seed: 7);
            using var edited = made[0].Pixels;
            using var photo = made[1].Pixels;
            var changed = Enumerable.Range(0, 160 * 136).Count(n => !edited.Pixels.Slice(3 * n, 3).SequenceEqual(photo.Pixels.Slice(3 * n, 3))) / (160.0 * 136);
            Assert.InRange(changed, 0.5 * made[0].MaskShare!.Value, made[0].MaskShare!.Value);
        }

        Assert.Throws<ArgumentException>(() => new RobustnessSettings { Decoders = "nowhere" }.Check());
    }

    [Fact]
    public void A_photo_that_is_remembered_is_not_rendered_again_and_nobody_can_change_what_is_remembered()
    {
        var calls = 0;
        var renders = new LastRenders((_, _, rgb) => [.. rgb.Select(value => (byte)(value + ++calls))], kept: 2);
        byte[][] photos = [[1, 1, 1], [2, 2, 2], [3, 3, 3]];
        var first = renders.Render(1, 1, photos[0]);
        renders.Render(1, 1, photos[1]);
        first[0] = 99;
        Assert.Equal([2, 3, 4], renders.Render(1, 1, photos[0]));
        Assert.Equal(6, calls);
        renders.Render(1, 1, photos[2]); // the first one is forgotten
        renders.Render(1, 1, photos[0]);
        Assert.Equal(12, calls);
    }

    private static byte[] White(int width, int height, ref int calls)
    {
        calls++;
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)255);
        return pixels;
    }

    private static float Value(Dataset dataset, LabelledRow row)
    {
        var values = new float[dataset.Channels];
        dataset.Features.Read(row.Feature, values);
        return values[0];
    }

    /// <summary>Sixteen images of each class, of which about a sixth is held out.</summary>
    private static async Task<DataWorld> HeldOutAsync()
    {
        var world = new DataWorld();
        for (var n = 0; n < 32; n++)
            await world.LabelAsync(await world.UploadAsync($"{n}.png", DataWorld.Picture(n, 100, 160, 136)), n % 2 == 0 ? Ruling.NoFindings : Ruling.AiGenerated);
        using var scanner = new ImageScanner(world.Package);
        var labelled = await LabelReading.ReadAsync(world.Installation.Labels, [DataWorld.Scope], Cancellation);
        await new MissingFeatures(world.Installation, scanner, parallel: 2).RunAsync(labelled, JobShard.Whole, Cancellation);
        return world;
    }

    private static async Task<Dataset> RunAsync(DataWorld world, Dataset dataset, IReadOnlyList<ITransformation> transformations)
    {
        using var scanner = new ImageScanner(world.Package);
        return await new RobustnessSlices(world.Installation, scanner, transformations, new RobustnessOptions(world.Path("work"))).RunAsync(dataset, Cancellation);
    }

    private static Task<Dataset> BuildAsync(DataWorld world) =>
        new DatasetBuilder(world.Installation, new DatasetOptions { Scopes = [DataWorld.Scope], Work = world.Path("work"), Shares = new SplitShares(0.2, 0.1, 0.1) }).BuildAsync(world.Backbone, 2, Cancellation);
}
