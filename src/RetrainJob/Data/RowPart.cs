namespace StayPositive.RetrainJob.Data;

/// <summary>Which part of an image a row of mean features is of.</summary>
internal enum RowPart
{
    /// <summary>All of it.</summary>
    WholeImage,

    /// <summary>What the mask says is generated: label 1.</summary>
    InsideMask,

    /// <summary>What the mask leaves: label 0.</summary>
    OutsideMask,
}
