using StayPositive.RetrainJob.Pairs;
using StayPositive.RetrainJob.Recipes;
using StayPositive.RetrainJob.Robustness;

namespace StayPositive.RetrainJob.Refits;

/// <summary>How much the held-out images are changed, to see whether heads survive it.</summary>
internal sealed record RobustnessSettings
{
    private const string Taef2 = "taef2";

    /// <summary>Images of each class at most; 0 = none are changed. 0..100000.</summary>
    public int MostEach { get; init; } = 100;

    /// <summary>Folder with TAEF2's published checkpoints, which re-render parts of photos; null = no such edits.</summary>
    public string? Decoders { get; init; }

    /// <exception cref="ArgumentException">A setting is outside its limits; the message names it, its value and the limit.</exception>
    public void Check()
    {
        if (MostEach is < 0 or > 100_000)
            throw new ArgumentOutOfRangeException(nameof(MostEach), MostEach, $"Robustness.MostEach is {MostEach}; it must be 0..100000.");
        if (Decoders is not null && !Autoencoders.Taef2.IsIn(Decoders))
            throw new ArgumentException($"Robustness.Decoders is '{Decoders}'; there are no TAEF2 checkpoints in it.", nameof(Decoders));
    }

    /// <summary>The decoder, to be disposed after use; null without one.</summary>
    public FamilyRenderer? Open() => Decoders is null ? null : FamilyRenderer.Find(new FamilyRecipe { Name = Taef2, Decoder = Taef2 }, Decoders);

    /// <summary>What is done.</summary>
    /// <param name="decoder">From <see cref="Open"/>.</param>
    public static IReadOnlyList<ITransformation> Transformations(FamilyRenderer? decoder) =>
        decoder is null ? RetrainJob.Robustness.Transformations.Usual : [.. RetrainJob.Robustness.Transformations.Usual, .. RetrainJob.Robustness.Transformations.Edits(Taef2, decoder)];
}
