namespace StayPositive.Storage.Review;

/// <summary>What a reviewer decides about a content.</summary>
public enum Ruling
{
    /// <summary>No traces of generation.</summary>
    NoFindings,

    /// <summary>Generated.</summary>
    AiGenerated,

    /// <summary>A part was generated.</summary>
    Inpainted,

    /// <summary>The reviewer cannot judge the content: it no longer waits, and whatever held before goes on holding.</summary>
    Undecided,

    /// <summary>Earlier decisions no longer hold: the scanner's verdict does, and the content waits for a reviewer.</summary>
    Reopened,
}
