using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Data;

/// <summary>What a dataset is made of.</summary>
internal sealed record DatasetOptions
{
    /// <summary>Tenants whose labels are used together.</summary>
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Folder for the file of the features: 2 bytes a feature, about four rows an image. Removed with the dataset.</summary>
    public required string Work { get; init; }

    /// <summary>Tells which files a killed job has left.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Shares of the splits.</summary>
    public SplitShares Shares { get; init; } = new();
}
