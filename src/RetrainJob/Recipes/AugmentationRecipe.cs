namespace StayPositive.RetrainJob.Recipes;

/// <summary>Shares (0..1) and ranges of what happens, identically, to all crops of a source.</summary>
internal sealed record AugmentationRecipe
{
    /// <summary>Share of sources whose laundered crops really are laundered (median, blur, sharpen, down-up, gamma, noise).</summary>
    public required double Launder { get; init; }

    /// <summary>Share of sources that are resized after rendering.</summary>
    public required double Resize { get; init; }

    public required double MinResize { get; init; }

    public required double MaxResize { get; init; }

    /// <summary>Share of sources encoded as JPEG.</summary>
    public required double Jpeg { get; init; }

    /// <summary>Share of sources encoded as lossy WebP.</summary>
    public required double WebP { get; init; }

    public required int MinQuality { get; init; }

    public required int MaxQuality { get; init; }

    /// <summary>Share of re-renderings that replace only a masked part of the photo.</summary>
    public required double Masked { get; init; }
}
