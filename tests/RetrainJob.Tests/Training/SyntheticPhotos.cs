using NetVips;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Tests.Training;

/// <summary>A data folder with rendered "photos" and a recipe that runs through all of the training in seconds.</summary>
internal sealed class SyntheticPhotos : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("photos-").FullName;

    public SyntheticPhotos(int count = 40)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "real")).FullName;
        for (var n = 0; n < count; n++)
        {
            using var waves = Image.Sines(320 + n % 3 * 16, 300, uchar: true, hfreq: 1 + n * 0.7, vfreq: 2 + n % 11);
            using var noise = Image.Gaussnoise(waves.Width, waves.Height, sigma: 10 + n % 20, mean: 0, seed: n);
            using var mixed = (waves + noise).Bandjoin(waves * 0.6 + noise * 0.5 + n, waves * 0.3 + noise + 2 * n);
            using var rgb = mixed.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
            rgb.Jpegsave(Path.Combine(folder, $"{n:D3}.jpg"), q: 92);
        }
    }

    public string Root => root;

    /// <summary>A new work folder.</summary>
    public string Work(string name) => Directory.CreateDirectory(Path.Combine(root, name)).FullName;

    public static Recipe Recipe(int steps) => new()
    {
        Seed = 3,
        Photos = new PhotoRecipe { Folders = ["real"], SplitSeed = 1, TrainShare = 0.4, ValidationShare = 0.2, CalibrationShare = 0.2 },
        Pairs = new PairRecipe { MinShrink = 0.35, MaxShrink = 0.7, MinSide = 128, MaxSide = 192, PiecesPerPhoto = 2, Kernels = ["cubic", "lanczos3"] },
        Families =
        [
            new FamilyRecipe { Name = "nearest4", Decoder = "nearest", Factor = 4, Latent = 8, Weight = 2 },
            new FamilyRecipe { Name = "bilinear8", Decoder = "bilinear", Factor = 8, Latent = 8 },
            new FamilyRecipe { Name = "transposed4", Decoder = "transposed", Factor = 4, Latent = 8, HeldOut = true },
        ],
        Autoencoder = new AutoencoderRecipe { Steps = 3, Batch = 2, Crop = 96, LearningRate = 1e-3, TextureWeight = 0.5 },
        Backbone = new BackboneRecipe
        {
            Steps = steps,
            SourcesPerBatch = 4,
            Crop = 96,
            LearningRate = 1e-3,
            WeightDecay = 0.01,
            WarmupSteps = 2,
            DecaySteps = 1,
            CleanSteps = 1,
            RampSteps = 2,
            WeightedFrom = 2,
            PaddedEvery = 3,
            PositiveHeadWeight = 0.5,
            RankingWeight = 0.5,
            ValidateEvery = 100,
            CheckpointEvery = 100,
            Augmentation = new AugmentationRecipe
            {
                Launder = 0.5,
                Resize = 0.5,
                MinResize = 0.6,
                MaxResize = 1.5,
                Jpeg = 0.4,
                WebP = 0.3,
                MinQuality = 60,
                MaxQuality = 100,
                Masked = 0.4,
            },
        },
        Head = new HeadRecipe { Batches = 4, ValidationBatches = 4, L2 = [1e-3, 1e-2], Bias = "zero" },
    };

    public void Dispose() => Directory.Delete(root, recursive: true);
}
