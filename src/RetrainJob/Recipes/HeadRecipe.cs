namespace StayPositive.RetrainJob.Recipes;

/// <summary>Fit of the heads on the frozen backbone.</summary>
internal sealed record HeadRecipe
{
    /// <summary>Batches of training crops whose features are extracted for the fit.</summary>
    public required int Batches { get; init; }

    /// <summary>Batches of validation crops, for the seen and for the held-out families each.</summary>
    public required int ValidationBatches { get; init; }

    /// <summary>L2 strengths to choose from on the validation split.</summary>
    public required IReadOnlyList<double> L2 { get; init; }

    /// <summary><c>zero</c>, <c>free</c> or <c>paper</c>; see docs/model-card.md.</summary>
    public required string Bias { get; init; }
}
