using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Cli.Labelling;

/// <summary>Looks at every row before anything is written: images are hashed, masks are decoded and compared with their images. Reads only.</summary>
/// <param name="installation">Where uploads are.</param>
/// <param name="scope">Tenant; its name is the container's.</param>
/// <param name="limits">Of images and masks.</param>
/// <param name="maskBlack">Black = generated in the masks.</param>
/// <param name="clock">Time.</param>
internal sealed class ImportPreparation(Installation installation, Scope scope, DecodeLimits limits, bool maskBlack, TimeProvider clock)
{
    /// <summary>For clocks that differ, and dates without a zone. A label of a later day would beat every decision until then.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    private int MaxBytes => limits.MaxMegabytes * 1_000_000;

    /// <exception cref="ImportRefusedException">A row is wrong; all that are, are named.</exception>
    public async Task<IReadOnlyList<PreparedRow>> PrepareAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancellation)
    {
        var read = new (PreparedRow? Row, ImportError? Error)[rows.Count];
        await Parallel.ForAsync(0, rows.Count, cancellation, async (n, token) => read[n] = await OneAsync(rows[n], token));
        var errors = read.Select(one => one.Error).OfType<ImportError>().ToArray();
        return errors.Length == 0 ? [.. read.Select(one => one.Row!)] : throw new ImportRefusedException(errors);
    }

    private async Task<(PreparedRow?, ImportError?)> OneAsync(ImportRow row, CancellationToken cancellation)
    {
        (PreparedRow?, ImportError?) Wrong(string code, string sentence) => (null, new ImportError(row.Line, code, sentence));
        if (row.When > clock.GetUtcNow() + Ahead)
            return Wrong("when-future", FormattableString.Invariant($"The label is of {row.When:u}, which is to come."));
        try
        {
            var image = row.File is not null ? await File.ReadAllBytesAsync(row.File, cancellation) : row.Blob is not null || row.Mask is not null ? await UploadAsync(row, cancellation) : null;
            if (row.Blob is not null && image is null)
                return Wrong("blob-missing", $"There is no upload '{row.Blob}' in '{scope.Name}', or it has more than {limits.MaxMegabytes} MB.");
            var hash = image is null ? ContentHash.Parse(row.Hash!) : ContentHash.Of(image);
            if (row.Mask is null)
                return (new PreparedRow(row, hash, null), null);
            var (mask, wrong) = image is null ? (null, "The image is not at hand: a mask is given with a file or a blob.") : Mask(image, await File.ReadAllBytesAsync(row.Mask, cancellation));
            return mask is null ? Wrong("mask-unfit", wrong!) : (new PreparedRow(row, hash, mask), null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Wrong("file-unreadable", unreadable.Message);
        }
    }

    private async Task<byte[]?> UploadAsync(ImportRow row, CancellationToken cancellation)
    {
        if (row.Blob is null || await installation.Uploads.FindAsync(new UploadName(scope.Name, row.Blob), cancellation) is not { } entry || entry.Length > MaxBytes)
            return null;
        var read = await installation.Uploads.ReadAsync(entry.Version, MaxBytes, cancellation);
        return read.Outcome == UploadReadOutcome.Read ? read.Content.ToArray() : null;
    }

    /// <summary>The mask as it is stored: a PNG as large as the upright picture, white = generated. A mask that only fits the stored pixels of a turned photo is turned with it.</summary>
    private (byte[]? Png, string? Wrong) Mask(byte[] image, byte[] picture)
    {
        var outcome = ImageDecoder.Decode(image, limits);
        using var stored = outcome.Image;
        if (stored is null)
            return (null, $"The image cannot be decoded: {outcome.Rejected!.Sentence}");
        var orientation = outcome.Facts!.ExifOrientation;
        using var decoded = ImageDecoder.Decode(picture, limits, behind: (byte)(maskBlack ? 255 : 0)).Image;
        if (decoded is null)
            return (null, "The mask cannot be decoded.");
        var mask = EditMask.FromImage(decoded, maskBlack);
        var turned = orientation > 4 ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        if ((mask.Width, mask.Height) != turned)
        {
            if ((mask.Width, mask.Height) != (stored.Width, stored.Height))
                return (null, $"The mask has {mask.Width} x {mask.Height} pixels, the image {turned.Item1} x {turned.Item2}.");
            mask = mask.ToUpright(orientation);
        }

        return mask.Share > 0 ? (Png(mask), null) : (null, "The mask marks nothing.");
    }

    private static byte[] Png(EditMask mask)
    {
        var pixels = new byte[mask.Edited.Length];
        for (var n = 0; n < pixels.Length; n++)
            pixels[n] = mask.Edited[n] ? (byte)255 : (byte)0;
        using var image = Image.NewFromMemory(pixels, mask.Width, mask.Height, 1, Enums.BandFormat.Uchar);
        return image.PngsaveBuffer();
    }
}
