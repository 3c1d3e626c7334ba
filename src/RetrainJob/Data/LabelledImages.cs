using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.Uploads;

namespace StayPositive.RetrainJob.Data;

/// <summary>Finds the bytes of a labelled content: a copy that an import kept, else an upload that still holds it.</summary>
/// <param name="installation">Where uploads and refs are.</param>
/// <param name="maxBytes">Longer files are not read.</param>
internal sealed class LabelledImages(Installation installation, int maxBytes)
{
    private readonly ImageCopyStore copies = new(installation.Review, installation.Tombstones);

    /// <summary>The file; null when nothing holds it any more.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        if (await copies.ReadAsync(scope, hash, cancellation) is { } copy)
            return copy;
        await foreach (var blob in installation.Refs.ListAsync(scope, hash, cancellation))
            if (await NameAsync(scope, blob, cancellation) is { } name && await FindAsync(name, hash, cancellation) is { } file)
                return file;
        return null;
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(UploadName name, ContentHash hash, CancellationToken cancellation)
    {
        if (await installation.Uploads.FindAsync(name, cancellation) is not { } entry || entry.Length > maxBytes)
            return null;
        var read = await installation.Uploads.ReadAsync(entry.Version, maxBytes, cancellation);
        if (read.Outcome != UploadReadOutcome.Read || ContentHash.Of(read.Content.Span) != hash)
            return null; // the blob has been overwritten since
        return read.Content;
    }

    /// <summary>The scope's name is the container's. Names too long for a key are in the states.</summary>
    private async Task<UploadName?> NameAsync(Scope scope, BlobKey blob, CancellationToken cancellation)
    {
        var name = blob.Name();
        if (name is null)
            await foreach (var state in installation.States.ListOfAsync(scope, blob, cancellation))
                name ??= (await installation.States.ReadAsync(state, cancellation))?.Upload.Blob;
        try
        {
            return name is null ? null : new UploadName(scope.Name, name);
        }
        catch (ArgumentException)
        {
            return null; // half a surrogate pair, which can be listed and not be asked for
        }
    }
}
