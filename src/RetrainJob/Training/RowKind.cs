namespace StayPositive.RetrainJob.Training;

/// <summary>What a row of pooled features is.</summary>
internal enum RowKind
{
    /// <summary>A real crop, one side of a pair.</summary>
    Real,

    /// <summary>A re-rendered crop, or the re-rendered part of one.</summary>
    Fake,

    /// <summary>The untouched part of a partly re-rendered crop: real.</summary>
    Outside,

    /// <summary>The pair's photo, laundered: real.</summary>
    Laundered,

    /// <summary>A crop of a photo that was never shrunk: real, with no fake counterpart.</summary>
    Native,
}
