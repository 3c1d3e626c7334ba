using StayPositive.RetrainJob.Photos;
using StayPositive.RetrainJob.Recipes;
using StayPositive.RetrainJob.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>
/// Trains a small autoencoder on pieces of training photos. Loss: mean absolute error + a texture term, the mean absolute difference of the
/// local (8 x 8) energy of the Laplacian; without it the re-renderings are only smoother than photos, and a detector would learn "smooth".
/// </summary>
internal static class AutoencoderTraining
{
    public static void Run(SmallAutoencoder model, PieceStore store, AutoencoderRecipe recipe, int seed, Action<int, double> report)
    {
        var pieces = store.Rendered.Where(piece => piece.Split == Split.Train).ToArray();
        var random = new Random(seed);
        var optimizer = new AdamW(model.parameters().ToArray(), weightDecay: 0);
        using var kernel = tensor(new float[] { 0, -1, 0, -1, 4, -1, 0, -1, 0 }).reshape(1, 1, 3, 3).repeat(3, 1, 1, 1);
        using Scalar one = 1f;
        using Scalar textureWeight = (float)recipe.TextureWeight;
        model.train();
        for (var step = 0; step < recipe.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var batch = Crops(store, pieces, recipe, random);
            var output = model.forward(batch);
            var error = (output - batch).abs().mean();
            var texture = (Energy(output, kernel) - Energy(batch, kernel)).abs().mean();
            var loss = error.add(texture * textureWeight, one);
            optimizer.ZeroGradients();
            loss.backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1.0);
            var progress = (double)step / recipe.Steps;
            optimizer.Step(recipe.LearningRate * Math.Min(1, step / 50.0) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
            report(step, error.item<float>());
        }

        model.eval();
    }

    private static Tensor Energy(Tensor image, Tensor kernel) =>
        nn.functional.avg_pool2d(nn.functional.conv2d(image, kernel, groups: 3).abs(), 8);

    private static Tensor Crops(PieceStore store, Piece[] pieces, AutoencoderRecipe recipe, Random random)
    {
        var side = recipe.Crop;
        var data = new float[recipe.Batch * 3 * side * side];
        for (var n = 0; n < recipe.Batch; n++)
        {
            var piece = pieces[random.Next(pieces.Length)];
            var pixels = store.Read(piece, PieceStore.Real);
            var x0 = random.Next(piece.Width - side + 1);
            var y0 = random.Next(piece.Height - side + 1);
            PlanarPixels.Fill(data.AsSpan(n * 3 * side * side), pixels, piece.Width, x0, y0, side, side);
        }

        return tensor(data, [recipe.Batch, 3, side, side]);
    }
}
