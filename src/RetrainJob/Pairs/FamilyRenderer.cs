using StayPositive.RetrainJob.Autoencoders;
using StayPositive.RetrainJob.Recipes;
using StayPositive.RetrainJob.Training;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>Re-renders pieces with one decoder family. The small autoencoders are trained here first, if their weights are not in the work folder yet.</summary>
internal sealed class FamilyRenderer : IDisposable
{
    private readonly IDisposable model;
    private readonly Func<Tensor, Tensor> reconstruct;

    private FamilyRenderer(IDisposable model, Func<Tensor, Tensor> reconstruct) => (this.model, this.reconstruct) = (model, reconstruct);

    /// <summary>Loads the published TAEF2 checkpoints, or loads or trains a small autoencoder in <paramref name="work"/>.</summary>
    public static FamilyRenderer Prepare(FamilyRecipe family, Recipe recipe, PieceStore store, string work, string taef2, Action<int, double> report)
    {
        if (family.Decoder == "taef2")
        {
            var published = Taef2.Load(taef2);
            return new FamilyRenderer(published, published.Reconstruct);
        }

        var weights = Path.Combine(work, family.Name + ".weights");
        manual_seed(recipe.Seed);
        var model = new SmallAutoencoder(family);
        if (File.Exists(weights))
        {
            model.load(weights);
        }
        else
        {
            AutoencoderTraining.Run(model, store, recipe.Autoencoder, recipe.Seed, report);
            model.save(weights + ".part");
            File.Move(weights + ".part", weights, overwrite: true);
        }

        model.eval();
        return new FamilyRenderer(model, model.forward);
    }

    /// <summary>A decoder that is ready in a folder: the published TAEF2 checkpoints, or a small autoencoder that was trained there; null when it is not.</summary>
    /// <exception cref="Checkpoints.CheckpointRefusedException">The checkpoints are damaged.</exception>
    public static FamilyRenderer? Find(FamilyRecipe family, string folder)
    {
        if (family.Decoder == "taef2")
        {
            if (!Taef2.IsIn(folder))
                return null;
            var published = Taef2.Load(folder);
            return new FamilyRenderer(published, published.Reconstruct);
        }

        var weights = Path.Combine(folder, family.Name + ".weights");
        if (!File.Exists(weights))
            return null;
        var model = new SmallAutoencoder(family);
        model.load(weights);
        model.eval();
        return new FamilyRenderer(model, model.forward);
    }

    /// <summary>Interleaved RGB of the re-rendered piece; sides are multiples of 8.</summary>
    public byte[] Render(int width, int height, ReadOnlySpan<byte> rgb)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var planes = new float[3 * width * height];
        PlanarPixels.Fill(planes, rgb, width, 0, 0, width, height);
        var output = reconstruct(tensor(planes, [1, 3, height, width]));
        return PlanarPixels.ToBytes(output.contiguous().data<float>().ToArray(), width, height);
    }

    public void Dispose() => model.Dispose();
}
