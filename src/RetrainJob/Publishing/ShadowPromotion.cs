using System.Text.Json;
using StayPositive.Detector.Models;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;
using StayPositive.Storage.Shadows;

namespace StayPositive.RetrainJob.Publishing;

/// <summary>Promotes a challenger by itself after it has shown enough in the champion's shadow.</summary>
/// <param name="installation">Where the aliases are.</param>
/// <param name="settings">How much is enough.</param>
/// <param name="log">What happens.</param>
internal sealed class ShadowPromotion(Installation installation, ShadowSettings settings, JobLog log)
{
    private readonly ShadowStore shadows = new(installation.Results);
    private readonly ReportStore reports = new(installation.Models);
    private ModelPackage? serving; // kept between looks, for its backbone

    /// <summary>Looks once.</summary>
    public async Task<ShadowOutcome> TryAsync(CancellationToken cancellation)
    {
        var champion = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        var challenger = await installation.Aliases.ReadAsync(ModelAlias.Challenger, cancellation);
        // A challenger that was champion before, and was rolled back, stays what it is: a person has decided.
        if (champion is null || challenger is null || challenger.Target == champion.Target || await WasChampionAsync(challenger, cancellation))
            return ShadowOutcome.NoChallenger;
        if (await ObstacleAsync(champion.Target, challenger.Target, cancellation) is { } obstacle)
        {
            log.Write("shadow-failed", $"{challenger.Target.Version} is not promoted by itself: {obstacle}", ("version", challenger.Target.Version));
            return ShadowOutcome.Failed;
        }

        var counts = await shadows.ReadAsync(champion.Target, challenger.Target, cancellation);
        var verdict = ShadowVerdict.Of(settings, counts);
        log.Write("shadow", $"{challenger.Target.Version}: {verdict.Sentence}", ("version", challenger.Target.Version), ("passed", verdict.Passed), ("counts", counts));
        if (!verdict.Passed)
            return verdict.IsEnough ? ShadowOutcome.Failed : ShadowOutcome.NotYet;
        if (await installation.Aliases.MoveAsync(ModelAlias.Champion, champion, challenger.Target, Publisher.Who, verdict.Sentence, cancellation) is not { } moved)
        {
            log.Write("overtaken", "Another process moved the champion first; nothing was changed.");
            return ShadowOutcome.Overtaken;
        }

        log.Write("champion", $"{moved.Target.Version} is the champion (before: {moved.Previous?.Version}).", ("alias", moved));
        return ShadowOutcome.Promoted;
    }

    /// <summary>Why scanners will never judge it beside this champion, or why its gates say nothing about this champion; null without a reason.</summary>
    private async Task<string?> ObstacleAsync(ModelTarget champion, ModelTarget challenger, CancellationToken cancellation)
    {
        if (await ComparedWithAsync(challenger, cancellation) is var compared && compared != champion.Version)
            return compared is null ? "no report says that it has passed every gate." : $"its gates compared it with {compared}, and {champion.Version} is the champion now.";
        serving = await installation.Releases.ReadAsync(champion, serving, cancellation);
        try
        {
            // What does not load is not made champion, either.
            var package = await installation.Releases.ReadAsync(challenger, serving, cancellation);
            return package.Backbone.Sha256 == serving.Backbone.Sha256 ? null : "it has another backbone than the champion, so that no scanner judges it in the champion's shadow.";
        }
        catch (ModelRefusedException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>The champion that a version has passed every gate against; null without such a report.</summary>
    private async Task<string?> ComparedWithAsync(ModelTarget version, CancellationToken cancellation)
    {
        if (await reports.ReadAsync(version.Version, cancellation) is not { } json)
            return null;
        try
        {
            using var report = JsonDocument.Parse(json);
            return report.RootElement.GetProperty("passed").GetBoolean() ? report.RootElement.GetProperty("champion").GetString() : null;
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<bool> WasChampionAsync(AliasDocument challenger, CancellationToken cancellation) =>
        await installation.Aliases.HistoryAsync(ModelAlias.Champion, cancellation).AnyAsync(move => move.Target == challenger.Target, cancellation);
}
