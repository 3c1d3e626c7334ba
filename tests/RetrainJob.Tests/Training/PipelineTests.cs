using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Tests.Training;

/// <summary>All of the training, from photos to a package, on rendered pictures; the real run is the same code for longer.</summary>
public sealed class PipelineTests : IClassFixture<PipelineTests.Prepared>
{
    private readonly Prepared data;

    public PipelineTests(Prepared data) => this.data = data;

    [Fact]
    public void A_run_that_was_interrupted_ends_bit_equal_to_one_that_was_not()
    {
        var (straight, interrupted) = (data.Photos.Work("straight"), data.Photos.Work("interrupted"));
        var whole = Train(6, straight);
        Assert.Equal(whole, Train(6, data.Photos.Work("again")));
        Train(3, interrupted);
        Assert.Equal(whole, Train(6, interrupted));
        Assert.NotEqual(whole, Train(3, data.Photos.Work("short")));
    }

    [Fact]
    public void The_exported_backbone_equals_the_trained_one()
    {
        var work = data.Photos.Work("export");
        Train(2, work);
        using var model = new BackboneModule();
        TrainingCheckpoint.LoadModel(Path.Combine(work, "backbone"), model);
        Assert.InRange(ExportParity.LargestDifference(model, BackboneExport.ToOnnx(model)), 0, 1e-4);
    }

    [Fact]
    public void Photos_become_a_package_that_loads_and_scans()
    {
        var recipe = SyntheticPhotos.Recipe(2);
        var work = data.Photos.Work("package");
        Train(2, work);
        var output = Path.Combine(work, "model");
        FitHeadCommand.Run(recipe, data.Store, data.Photos.Root, work, output, "zero");
        var package = ModelPackage.Load(output);
        Assert.Equal(BackboneModule.Channels, package.Head.Channels);
        Assert.True(File.Exists(Path.Combine(output, "head-unconstrained.json")));
        Assert.Contains(package.Calibration.Bins, bin => bin.Thresholds.Any(set => set.Photos > 0));
        Assert.Equal(recipe.Seed, package.Backbone.Training!.Value.GetProperty("recipe").GetProperty("seed").GetInt32());
    }

    [Fact]
    public void A_batch_is_a_function_of_seed_and_step()
    {
        var sampler = Sampler("nearest4", "bilinear8");
        var (one, again, other) = (sampler.Batch(7, 1, false), sampler.Batch(7, 1, false), sampler.Batch(8, 1, false));
        Assert.Equal(one.Images, again.Images);
        Assert.NotEqual(one.Images, other.Images);
    }

    [Fact]
    public void Both_sides_of_a_pair_are_treated_identically()
    {
        // A "family" that re-renders nothing: whatever differs between the sides then comes from the treatment.
        var sampler = Sampler(PieceStore.Real);
        for (var step = 0; step < 12; step++)
        {
            var batch = sampler.Batch(step, 1, padded: false);
            var size = 3 * batch.Side * batch.Side;
            foreach (var fake in batch.Rows.Where(row => row.Kind == RowKind.Fake))
            {
                var real = batch.Rows.Single(row => row.Kind == RowKind.Real && row.Pair == fake.Pair);
                Assert.Equal(batch.Images.AsSpan(real.Crop * size, size).ToArray(), batch.Images.AsSpan(fake.Crop * size, size).ToArray());
            }
        }
    }

    [Fact]
    public void Pooling_weights_sum_to_one_and_the_sides_of_a_mask_do_not_overlap()
    {
        var sampler = Sampler("nearest4");
        var outside = 0;
        for (var step = 0; step < 8; step++)
        {
            var batch = sampler.Batch(step, 0, padded: step % 2 == 0);
            foreach (var row in batch.Rows)
                Assert.Equal(1, row.Weights.Sum(), 1e-4f);
            foreach (var untouched in batch.Rows.Where(row => row.Kind == RowKind.Outside))
            {
                outside++;
                foreach (var inside in batch.Rows.Where(row => row.Kind == RowKind.Fake && row.Crop == untouched.Crop))
                    Assert.All(inside.Weights.Zip(untouched.Weights), pair => Assert.Equal(0, pair.First * pair.Second));
            }
        }

        Assert.True(outside > 0, "no masked crop was drawn");
    }

    [Fact]
    public void Every_piece_has_a_re_rendering_of_every_family_at_the_same_place()
    {
        foreach (var family in SyntheticPhotos.Recipe(1).Families)
        {
            Assert.True(data.Store.IsComplete(family.Name));
            foreach (var piece in data.Store.Rendered)
                Assert.Equal(piece.ByteCount, data.Store.Read(piece, family.Name).Length);
        }

        Assert.DoesNotContain(data.Store.Pieces, piece => piece.Split == Split.Calibration);
        Assert.All(data.Store.Rendered, piece => Assert.InRange(piece.Shrink, 0.35, 0.7));
    }

    private CropSampler Sampler(params string[] families) => new(
        data.Store, SyntheticPhotos.Recipe(1), Split.Train, families.Select(name => new FamilyRecipe { Name = name, Decoder = "nearest" }).ToArray());

    private byte[] Train(int steps, string work)
    {
        using var training = new BackboneTraining(SyntheticPhotos.Recipe(steps), data.Store, work);
        training.Run(CancellationToken.None);
        return BackboneExport.ToOnnx(training.Model);
    }

    /// <summary>Photos, pieces and re-renderings, made once.</summary>
    public sealed class Prepared : IDisposable
    {
        public Prepared()
        {
            Photos = new SyntheticPhotos();
            var work = Photos.Work("work");
            AlignedFakesCommand.Run(SyntheticPhotos.Recipe(1), Photos.Root, work, []);
            Store = PieceStore.Open(Path.Combine(work, "pieces"));
        }

        internal SyntheticPhotos Photos { get; }

        internal PieceStore Store { get; }

        public void Dispose()
        {
            Store.Dispose();
            Photos.Dispose();
        }
    }
}
