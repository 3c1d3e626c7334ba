using System.Globalization;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Messages;
using StayPositive.Storage.Keys;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Uploads.UploadVersion;

namespace StayPositive.Functions.Scanning;

/// <summary>Does what a state still owes: tags, messages, the copy behind the gate. Each may happen twice; a state is marked only after all that could be done was done.</summary>
internal sealed partial class Effects(Stores stores, IResultMessages messages, AccountTraits traits, ScanningOptions options, ILogger<Effects> log)
{
    /// <summary>Finishes the open effects. One that fails keeps none of the others: a blob whose tags cannot be written now has its message all the same.</summary>
    /// <returns>True when another content lies there now, which is to be scanned.</returns>
    /// <exception cref="AggregateException">More than one effect failed; one that failed alone throws its own.</exception>
    public async Task<bool> FinishAsync(StateKey key, UploadState state, CancellationToken cancellation)
    {
        var moved = false;
        for (var owed = state.Open; owed.Count > 0;)
        {
            var (done, faults) = (new List<Effect>(), new List<Exception>());
            foreach (var effect in owed)
            {
                try
                {
                    var (isDone, isMoved) = await DoAsync(state, effect, cancellation);
                    moved |= isMoved;
                    if (isDone)
                        done.Add(effect);
                }
#pragma warning disable CA1031 // it is thrown behind the others
                catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    faults.Add(fault);
                }
            }

            var now = done.Count == 0 ? state : await stores.States.FinishAsync(key, done, state, cancellation);
            Faults.Throw(faults);
            if (now is null || now.SaysTheSameAs(state))
                return moved;
            // A decision or a rescoring came between. What it opened is owed, and the tags again, whether or not others have done that: ours may have been written behind theirs.
            // But reviewers get to know of a rescoring before its message goes (Rulings.TakeInAsync): that is left to the sweep.
            var isRescored = now.Rescorings != state.Rescorings;
            owed = [.. now.Open.Where(effect => !isRescored || effect != Effect.NotifyRescored).Union(done.Where(effect => effect == Effect.Tag))];
            state = now;
        }

        return moved;
    }

    /// <summary>The effects that a new state owes.</summary>
    public IReadOnlyList<Effect> Owed(Decision effective, bool overruled)
    {
        var owed = new List<Effect> { Effect.Tag, Effect.Notify };
        if (overruled)
            owed.Add(Effect.NotifyOverturned);
        if (options.CleanContainer is not null && effective == Decision.NoFindings)
            owed.Add(Effect.Copy);
        return owed;
    }

    private async Task<(bool Done, bool Moved)> DoAsync(UploadState state, Effect effect, CancellationToken cancellation)
    {
        switch (effect)
        {
            case Effect.Tag when !traits.HasIndexTags:
                return (true, false);
            case Effect.Tag:
                var tagged = await stores.Uploads.SetTagsAsync(Version(state), Tags(state), cancellation);
                if (tagged is TagOutcome.NoRoom or TagOutcome.Contended)
                    Untagged(state.Upload.Container, Safe.Text(state.Upload.Blob), tagged);
                if (tagged == TagOutcome.Overwritten)
                    await OweNewerAsync(state, cancellation);
                return (tagged != TagOutcome.Contended, tagged == TagOutcome.Overwritten);
            case Effect.Copy when options.CleanContainer is { } clean && state.Effective == Decision.NoFindings: // the verdict may have changed since the copy was owed
                var copied = await stores.Uploads.CopyAsync(Version(state), clean, cancellation);
                return (true, copied == CopyOutcome.Overwritten);
            case Effect.Copy:
                return (true, false);
            default:
                var message = ResultMessage.Of(state, effect);
                await messages.SendAsync(message, cancellation);
                return (true, false);
        }
    }

    /// <summary>Tags of an older content that may have come after the overwrite were taken off again, and those of the newer content can look exactly like them: so it owes them anew.</summary>
    private async Task OweNewerAsync(UploadState older, CancellationToken cancellation)
    {
        if (await stores.Uploads.FindAsync(Version(older).Name, cancellation) is not { } entry)
            return;
        var newer = StateKey.Of(new Scope(older.Upload.Container), older.Upload.Blob, entry.Version.ETag);
        await stores.States.ChangeAsync(newer, there => there.Open.Contains(Effect.Tag) ? there : there with { Open = [.. there.Open, Effect.Tag] }, cancellation);
    }

    private static UploadVersion Version(UploadState state) => new(new UploadName(state.Upload.Container, state.Upload.Blob), state.Upload.ETag);

    private static ResultTags Tags(UploadState state) => new(
        state.Effective.ToString(), state.Score is { } score ? score.ToString("F3", CultureInfo.InvariantCulture) : "-", state.Model ?? "-",
        state.ScannedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tags of {Container}/{Blob} were not set: {Outcome}")]
    private partial void Untagged(string container, string blob, TagOutcome outcome);
}
