namespace StayPositive.RetrainJob.Recipes;

/// <summary>Training of the small autoencoders.</summary>
internal sealed record AutoencoderRecipe
{
    public required int Steps { get; init; }

    public required int Batch { get; init; }

    /// <summary>Side of a training crop in pixels.</summary>
    public required int Crop { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Weight of the loss that keeps the local high-frequency energy, so that "blurred" is not the trace that a detector learns.</summary>
    public required double TextureWeight { get; init; }
}
