namespace StayPositive.RetrainJob.Publishing;

/// <summary>Whether a challenger has shown enough.</summary>
/// <param name="Passed">True when every criterion is met.</param>
/// <param name="Sentence">The figures and the limits.</param>
internal sealed record ShadowVerdict(bool Passed, string Sentence)
{
    /// <summary>Criteria on what both have judged. Pure.</summary>
    /// <param name="settings">Limits.</param>
    /// <param name="scans">Uploads that both have judged.</param>
    /// <param name="agreements">On which both decide the same.</param>
    /// <param name="meanDifference">Mean absolute difference of the logits.</param>
    public static ShadowVerdict Of(ShadowSettings settings, long scans, long agreements, double meanDifference)
    {
        var agreement = scans == 0 ? 0 : (double)agreements / scans;
        return new ShadowVerdict(
            scans >= settings.MinScans && agreement >= settings.MinAgreement && meanDifference <= settings.MaxMeanDifference,
            $"In the champion's shadow: {scans} uploads (at least {settings.MinScans}), the same decision on {agreement:P1} (at least {settings.MinAgreement:P1}), logits {meanDifference:F3} apart on average (at most {settings.MaxMeanDifference:F3}).");
    }
}
