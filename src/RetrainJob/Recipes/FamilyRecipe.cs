namespace StayPositive.RetrainJob.Recipes;

/// <summary>A decoder family that re-renders photos.</summary>
internal sealed record FamilyRecipe
{
    /// <summary>Unique name, also the file name of its renderings.</summary>
    public required string Name { get; init; }

    /// <summary><c>taef2</c> for the published checkpoint, else how the decoder upsamples: <c>nearest</c>, <c>bilinear</c>, <c>transposed</c>, <c>pixel-shuffle</c>.</summary>
    public required string Decoder { get; init; }

    /// <summary>Side of a latent cell in pixels: 4 or 8. Not used by taef2.</summary>
    public int Factor { get; init; }

    /// <summary>Latent channels. Not used by taef2.</summary>
    public int Latent { get; init; }

    /// <summary>Share relative to the other families, from <see cref="BackboneRecipe.WeightedFrom"/> on; the hardest family deserves the most.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>True: never trains anything but its own autoencoder; measures generalisation.</summary>
    public bool HeldOut { get; init; }
}
