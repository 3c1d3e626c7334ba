using StayPositive.Storage.States;

namespace StayPositive.Storage.Review;

/// <summary>
/// Which twentieth of 0..1 the probability of generation lies in, at equal classes: comparable between model versions and prevalences, and coarse enough for a key.
/// </summary>
public static class ScoreBucket
{
    /// <summary>Number of buckets; they are 0..19.</summary>
    public const int Count = 20;

    /// <summary>Bucket of a state; 0 when it has no score.</summary>
    public static int Of(UploadState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state is { Probability: { } probability, Prevalence: { } prevalence } ? Of(probability, prevalence) : 0;
    }

    /// <param name="probability">P(generated), 0..1.</param>
    /// <param name="prevalence">At which it was computed, in (0, 1); it is taken out again.</param>
    internal static int Of(double probability, double prevalence)
    {
        var (generated, real) = (probability * (1 - prevalence), (1 - probability) * prevalence);
        var even = generated / (generated + real);
        return double.IsNaN(even) ? 0 : Math.Clamp((int)(even * Count), 0, Count - 1);
    }
}
