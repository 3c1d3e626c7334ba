namespace StayPositive.RetrainJob.Heads;

/// <summary>Why rows cannot be fitted.</summary>
internal enum RefitRefusal
{
    /// <summary>There is no row.</summary>
    Empty,

    /// <summary>All rows of positive weight are real, or all are generated.</summary>
    OneClass,

    /// <summary>A feature or a weight is not a finite number, or a weight is negative, or a label is neither 0 nor 1.</summary>
    BadRow,

    /// <summary>No row has a positive weight.</summary>
    NoWeight,

    /// <summary>Without regularisation, some head separates the classes (or part of them): larger weights are always better and there is no optimum.</summary>
    Separable,

    /// <summary>A feature is so large or so small that its weight has no place in float32.</summary>
    OutOfRange,

    /// <summary>The start has another number of channels, or is not finite.</summary>
    BadStart,
}
