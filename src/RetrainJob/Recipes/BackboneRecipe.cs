namespace StayPositive.RetrainJob.Recipes;

/// <summary>Training of the backbone. All steps are absolute, so a run that is cut before the decay equals a shorter run.</summary>
internal sealed record BackboneRecipe
{
    public required int Steps { get; init; }

    /// <summary>Sources in a batch; each gives a real crop, a laundered real crop, two re-renderings and, for every second one, a native crop.</summary>
    public required int SourcesPerBatch { get; init; }

    /// <summary>Side of a training crop in pixels.</summary>
    public required int Crop { get; init; }

    public required double LearningRate { get; init; }

    public required double WeightDecay { get; init; }

    public required int WarmupSteps { get; init; }

    /// <summary>Last steps, over which the learning rate falls to zero.</summary>
    public required int DecaySteps { get; init; }

    /// <summary>Steps on clean pairs only, before re-encodings are mixed in.</summary>
    public required int CleanSteps { get; init; }

    /// <summary>Steps over which the share of re-encoded batches then rises to its full value.</summary>
    public required int RampSteps { get; init; }

    /// <summary>Step from which families are drawn by their weights; before it, equally.</summary>
    public required int WeightedFrom { get; init; }

    /// <summary>Every n-th batch is padded by reflection, as an image is when it is scanned.</summary>
    public required int PaddedEvery { get; init; }

    /// <summary>Weight of the loss through a head with w >= 0 and no bias, which asks for features that are silent on real photos.</summary>
    public required double PositiveHeadWeight { get; init; }

    /// <summary>Weight of the loss that ranks a re-rendering above its own photo.</summary>
    public required double RankingWeight { get; init; }

    public required int ValidateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    /// <summary>Full-strength augmentation.</summary>
    public required AugmentationRecipe Augmentation { get; init; }
}
