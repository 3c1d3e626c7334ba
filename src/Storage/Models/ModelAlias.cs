namespace StayPositive.Storage.Models;

/// <summary>Names that point to a model version.</summary>
public enum ModelAlias
{
    /// <summary>Judges.</summary>
    Champion,

    /// <summary>Measures in its shadow.</summary>
    Challenger,
}
