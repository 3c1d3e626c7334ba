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

    /// <summary>Looks once.</summary>
    public async Task<ShadowOutcome> TryAsync(CancellationToken cancellation)
    {
        var champion = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        var challenger = await installation.Aliases.ReadAsync(ModelAlias.Challenger, cancellation);
        // A challenger that was champion before, and was rolled back, stays what it is: a person has decided.
        if (champion is null || challenger is null || challenger.Target == champion.Target || await WasChampionAsync(challenger, cancellation))
            return ShadowOutcome.NoChallenger;
        var counts = await shadows.ReadAsync(champion.Target, challenger.Target, cancellation);
        var verdict = ShadowVerdict.Of(settings, counts);
        log.Write("shadow", $"{challenger.Target.Version}: {verdict.Sentence}", ("version", challenger.Target.Version), ("passed", verdict.Passed), ("counts", counts));
        if (!verdict.Passed)
            return ShadowOutcome.NotYet;
        _ = await installation.Releases.ReadAsync(challenger.Target, null, cancellation); // what does not load is not made champion
        if (await installation.Aliases.MoveAsync(ModelAlias.Champion, champion, challenger.Target, Publisher.Who, verdict.Sentence, cancellation) is not { } moved)
        {
            log.Write("overtaken", "Another process moved the champion first; nothing was changed.");
            return ShadowOutcome.Overtaken;
        }

        log.Write("champion", $"{moved.Target.Version} is the champion (before: {moved.Previous?.Version}).", ("alias", moved));
        return ShadowOutcome.Promoted;
    }

    private async Task<bool> WasChampionAsync(AliasDocument challenger, CancellationToken cancellation) =>
        await installation.Aliases.HistoryAsync(ModelAlias.Champion, cancellation).AnyAsync(move => move.Target == challenger.Target, cancellation);
}
