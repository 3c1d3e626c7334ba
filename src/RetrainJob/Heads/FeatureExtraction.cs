using StayPositive.RetrainJob.Training;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Runs batches of crops through the frozen backbone, in evaluation mode, and pools them.</summary>
internal static class FeatureExtraction
{
    /// <param name="model">The frozen backbone.</param>
    /// <param name="sampler">Where the crops come from.</param>
    /// <param name="recipe">Every n-th batch is padded, as in training.</param>
    /// <param name="firstStep">Number of the first batch; numbers that training used give the same crops.</param>
    /// <param name="batches">How many.</param>
    public static FeatureTable Run(BackboneModule model, CropSampler sampler, Recipes.BackboneRecipe recipe, int firstStep, int batches)
    {
        model.eval();
        var features = new List<float>();
        var rows = new List<PooledRow>();
        Progress.Run("extract features", batches, progress =>
        {
            using var noGrad = no_grad();
            foreach (var batch in Enumerable.Range(0, batches)
                .AsParallel().AsOrdered().WithDegreeOfParallelism(2).WithMergeOptions(ParallelMergeOptions.NotBuffered)
                .Select(n => sampler.Batch(firstStep + n, Strength(n), padded: n % recipe.PaddedEvery == 0)))
            {
                using var scope = NewDisposeScope();
                features.AddRange(BatchTensors.Pool(batch, model.forward(BatchTensors.Images(batch))).contiguous().data<float>().ToArray());
                rows.AddRange(batch.Rows);
                progress.Advance(1);
            }
        });
        return new FeatureTable(BackboneModule.Channels, [.. features], rows.Select(row => row.Kind).ToArray(), rows.Select(row => row.Family).ToArray());
    }

    /// <summary>A quarter of the batches is clean.</summary>
    private static double Strength(int n) => n % 4 == 0 ? 0 : 1;
}
