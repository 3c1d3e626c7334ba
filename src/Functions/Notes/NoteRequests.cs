using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Models;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Notes;

/// <summary>From the wish for a note to the note: known?, picture, budget, model, store. It reads states and uploads, and writes nothing but notes and the day's count.</summary>
internal sealed class NoteRequests(NotesOptions options, NoteStore notes, NoteBudget budget, Stores stores, CurrentModel models, MemoryBudget memory, IServiceProvider services)
{
    private const int MaxSide = 1024; // pixels: what vision models look at

    public async Task<NoteAnswer> AskAsync(Scope scope, ContentHash hash, string who, CancellationToken cancellation)
    {
        if (!options.IsEnabled)
            return new(NoteOutcome.Off);
        if (await notes.ReadAsync(scope, hash, options.Deployment!, cancellation) is { } known)
            return new(NoteOutcome.Known, known);
        if (await PicturesAsync(scope, hash, cancellation) is not { } pictures)
            return new(NoteOutcome.NoImage);
        if (!await budget.TakeAsync(cancellation))
            return new(NoteOutcome.BudgetSpent);

        var answer = await services.GetRequiredService<NoteWriter>().AskAsync(pictures, who, cancellation);
        if (answer.Note is not { } written)
            return answer;
        return await notes.WriteAsync(scope, hash, written, cancellation) is { } there ? answer with { Note = there } : new(NoteOutcome.NoImage);
    }

    /// <summary>From the first blob that still has this content.</summary>
    private async Task<NotePictures?> PicturesAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        using var lease = await models.LeaseAsync(cancellation);
        var limits = lease.Package.Policy.Limits;
        await foreach (var blob in stores.Refs.ListAsync(scope, hash, cancellation))
            await foreach (var key in stores.States.ListOfAsync(scope, blob, cancellation))
            {
                if (await stores.States.ReadAsync(key, cancellation) is not { } state || state.Hash != hash.Hex)
                    continue;
                var version = new StayPositive.Storage.Uploads.UploadVersion(new UploadName(state.Upload.Container, state.Upload.Blob), state.Upload.ETag);
                if (await stores.Uploads.FindAsync(version.Name, cancellation) is not { } there || there.Version != version)
                    continue;
                using var part = await memory.TakeAsync(Web.Review.Contents.PictureMemory((int)Math.Min(there.Length, limits.MaxMegabytes * 1_000_000L)), cancellation);
                var read = await stores.Uploads.ReadAsync(version, limits.MaxMegabytes * 1_000_000, cancellation);
                if (read.Outcome == UploadReadOutcome.Read && ContentHash.Of(read.Content.Span) == hash && Preview.Jpeg(read.Content, limits, MaxSide) is { } jpeg)
                    return new(jpeg, state.Model is { } model ? await stores.HeatMaps.ReadAsync(scope, hash, new ModelVersion(model), cancellation) : null);
            }

        return null;
    }
}
