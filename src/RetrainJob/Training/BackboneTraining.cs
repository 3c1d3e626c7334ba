using System.Threading.Channels;
using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StayPositive.RetrainJob.Training;

/// <summary>
/// Trains the backbone through two heads at once. The unconstrained one asks for features that tell a re-rendering from its photo. The
/// non-negative one without a bias, clamped after every step as in Stay-Positive (ICML 2025), asks that what is active on real photos, native
/// and laundered ones included, falls silent. Both heads are thrown away: fit-head solves for new ones on the frozen features.
/// </summary>
internal sealed class BackboneTraining : IDisposable
{
    private readonly Recipe recipe;
    private readonly string work;
    private readonly CropSampler training;
    private readonly BackboneValidation validation;
    private readonly Linear unconstrained;
    private readonly Linear positive;
    private readonly AdamW optimizer;

    // Scalars live as long as the run: one that is made for a call may be collected while the native code still reads it.
    private readonly Scalar zero = 0;
    private readonly Scalar one = 1;
    private readonly Scalar positiveHeadWeight;
    private readonly Scalar rankingWeight;

    public BackboneTraining(Recipe recipe, PieceStore store, string work)
    {
        this.recipe = recipe;
        this.work = work;
        positiveHeadWeight = (float)recipe.Backbone.PositiveHeadWeight;
        rankingWeight = (float)recipe.Backbone.RankingWeight;
        manual_seed(recipe.Seed);
        Model = new BackboneModule();
        unconstrained = nn.Linear(BackboneModule.Channels, 1);
        positive = nn.Linear(BackboneModule.Channels, 1, hasBias: false);
        using (no_grad())
            positive.weight!.fill_(0.1f);
        optimizer = new AdamW([.. Model.parameters(), .. unconstrained.parameters(), .. positive.parameters()], recipe.Backbone.WeightDecay);
        var seen = recipe.Families.Where(family => !family.HeldOut).ToArray();
        training = new CropSampler(store, recipe, Split.Train, seen);
        validation = new BackboneValidation(recipe, store);
    }

    public BackboneModule Model { get; }

    /// <summary>Runs to the recipe's last step, from the newest checkpoint if there is one. Stops between steps when asked to, with a checkpoint written.</summary>
    public void Run(CancellationToken cancellation)
    {
        var checkpoint = new TrainingCheckpoint(Path.Combine(work, "backbone"), [Model, unconstrained, positive], optimizer);
        var start = checkpoint.TryLoad();
        var batches = Channel.CreateBounded<CropBatch>(4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var loader = Task.Run(() => LoadAsync(start, batches.Writer, stop.Token), CancellationToken.None);
        Progress.Run("train backbone", recipe.Backbone.Steps, progress =>
        {
            progress.Start(start);
            var smoothed = double.NaN;
            for (var step = start; step < recipe.Backbone.Steps && !cancellation.IsCancellationRequested; step++)
            {
                while (!batches.Reader.TryPeek(out _) && !loader.IsFaulted)
                    Thread.Sleep(1);
                if (loader.IsFaulted)
                    break;
                batches.Reader.TryRead(out var batch);
                var loss = Step(batch!, step);
                smoothed = double.IsNaN(smoothed) ? loss : 0.98 * smoothed + 0.02 * loss;
                var done = step + 1;
                if (done % recipe.Backbone.ValidateEvery == 0 || done == recipe.Backbone.Steps)
                    File.AppendAllText(Path.Combine(work, "backbone-log.tsv"), $"{done}\t{smoothed:F4}\t{validation.Run(Model, unconstrained, positive)}\n");
                if (done % recipe.Backbone.CheckpointEvery == 0 || done == recipe.Backbone.Steps || cancellation.IsCancellationRequested)
                    checkpoint.Save(done);
                progress.Advance(1, $"loss {smoothed:F4}");
            }
        });
        stop.Cancel();
        if (loader.IsFaulted)
            loader.GetAwaiter().GetResult();
    }

    private async Task LoadAsync(int start, ChannelWriter<CropBatch> writer, CancellationToken cancellation)
    {
        try
        {
            for (var step = start; step < recipe.Backbone.Steps; step++)
                await writer.WriteAsync(training.Batch(step, Strength(step), padded: step % recipe.Backbone.PaddedEvery == 0), cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The run was stopped; there is nothing to clean up.
        }
    }

    private float Step(CropBatch batch, int step)
    {
        using var scope = NewDisposeScope();
        Model.train();
        var z = BatchTensors.Pool(batch, Model.forward(BatchTensors.Images(batch)));
        var loss = Loss(batch, unconstrained.forward(z).squeeze(1), withNative: false)
            .add(Loss(batch, positive.forward(z).squeeze(1), withNative: true) * positiveHeadWeight, one);
        optimizer.ZeroGradients();
        loss.backward();
        optimizer.Step(LearningRate(step));
        using (no_grad())
            positive.weight!.clamp_(min: zero); // after the step, as in Stay-Positive (ICML 2025), section 4
        return loss.item<float>();
    }

    /// <summary>Balanced logistic loss over the rows, plus the ranking of each re-rendering above the real rows of its own pair.</summary>
    private Tensor Loss(CropBatch batch, Tensor logits, bool withNative)
    {
        var weights = batch.Rows.Select(row => RowWeight(row.Kind, withNative)).ToArray();
        var fakeMass = batch.Rows.Zip(weights).Where(row => row.First.Label == 1).Sum(row => row.Second);
        var realMass = weights.Sum() - fakeMass;
        var balanced = batch.Rows.Zip(weights, (row, weight) => 0.5f * weight / (row.Label == 1 ? fakeMass : realMass)).ToArray();
        var labels = tensor(batch.Rows.Select(row => row.Label).ToArray());
        var logistic = binary_cross_entropy_with_logits(logits, labels, tensor(balanced), reduction: nn.Reduction.Sum);

        var fakes = batch.Rows.Index().Where(row => row.Item.Kind == RowKind.Fake).ToDictionary(row => row.Item.Pair, row => (long)row.Index);
        var reals = batch.Rows.Index().Where(row => row.Item.Kind is RowKind.Real or RowKind.Laundered && fakes.ContainsKey(row.Item.Pair)).ToArray();
        var above = logits.index_select(0, tensor(reals.Select(row => fakes[row.Item.Pair]).ToArray()));
        var below = logits.index_select(0, tensor(reals.Select(row => (long)row.Index).ToArray()));
        return logistic.add(logsigmoid(above - below).mean().neg() * rankingWeight, one);
    }

    private static float RowWeight(RowKind kind, bool withNative) => kind switch
    {
        RowKind.Outside => 0.5f,
        RowKind.Native => withNative ? 1 : 0,
        _ => 1,
    };

    private double Strength(int step) => Math.Clamp((step - recipe.Backbone.CleanSteps) / (double)Math.Max(1, recipe.Backbone.RampSteps), 0, 1);

    /// <summary>Warm-up, constant, linear fall to zero.</summary>
    private double LearningRate(int step)
    {
        var warm = Math.Min(1, (step + 1.0) / recipe.Backbone.WarmupSteps);
        var left = Math.Min(1, (recipe.Backbone.Steps - step) / (double)Math.Max(1, recipe.Backbone.DecaySteps));
        return recipe.Backbone.LearningRate * Math.Min(warm, left);
    }

    public void Dispose()
    {
        Model.Dispose();
        unconstrained.Dispose();
        positive.Dispose();
        zero.Dispose();
        one.Dispose();
        positiveHeadWeight.Dispose();
        rankingWeight.Dispose();
    }
}
