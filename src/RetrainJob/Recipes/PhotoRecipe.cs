namespace StayPositive.RetrainJob.Recipes;

/// <summary>Which real photos, and how they are split. The test split is what the shares leave.</summary>
internal sealed record PhotoRecipe
{
    /// <summary>Folders below the data folder, searched recursively.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    public required int SplitSeed { get; init; }

    public required double TrainShare { get; init; }

    public required double ValidationShare { get; init; }

    public required double CalibrationShare { get; init; }
}
