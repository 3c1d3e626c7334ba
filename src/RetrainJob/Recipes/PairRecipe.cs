namespace StayPositive.RetrainJob.Recipes;

/// <summary>How a photo becomes pixels that can be re-rendered: shrunk, so that its old JPEG grid is gone, then cut into pieces.</summary>
internal sealed record PairRecipe
{
    /// <summary>Smallest shrink factor of a side.</summary>
    public required double MinShrink { get; init; }

    /// <summary>Largest shrink factor of a side.</summary>
    public required double MaxShrink { get; init; }

    /// <summary>Shortest side of a piece in pixels; a photo that cannot reach it within the shrink factors is left out.</summary>
    public required int MinSide { get; init; }

    /// <summary>Longest side of a piece in pixels, a multiple of 16.</summary>
    public required int MaxSide { get; init; }

    /// <summary>Pieces of a photo, at most; only photos with room for more than one yield more.</summary>
    public required int PiecesPerPhoto { get; init; }

    /// <summary>libvips kernels to shrink with, one drawn for each piece.</summary>
    public required IReadOnlyList<string> Kernels { get; init; }
}
