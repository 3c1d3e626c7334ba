using StayPositive.Storage.Shadows;

namespace StayPositive.RetrainJob.Publishing;

/// <summary>Whether a challenger has shown enough.</summary>
/// <param name="IsEnough">True when both have judged enough uploads to tell.</param>
/// <param name="Passed">True when that is so, and every criterion is met.</param>
/// <param name="Sentence">The figures and the limits.</param>
internal sealed record ShadowVerdict(bool IsEnough, bool Passed, string Sentence)
{
    /// <summary>Criteria on what both have judged. Pure.</summary>
    /// <param name="settings">Limits.</param>
    /// <param name="counts">What both have judged.</param>
    public static ShadowVerdict Of(ShadowSettings settings, ShadowCounts counts)
    {
        var agreement = counts.Scans == 0 ? 0 : (double)counts.Agreements / counts.Scans;
        var isEnough = counts.Scans >= settings.MinScans;
        return new ShadowVerdict(
            isEnough,
            isEnough && agreement >= settings.MinAgreement && counts.MeanDifference <= settings.MaxMeanDifference,
            $"In the champion's shadow: {counts.Scans} uploads (at least {settings.MinScans}), the same decision on {agreement:P1} (at least {settings.MinAgreement:P1}), log odds {counts.MeanDifference:F3} apart on average (at most {settings.MaxMeanDifference:F3}).");
    }
}
