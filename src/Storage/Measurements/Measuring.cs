using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>
/// Computes what a labelled content lacks under a backbone, and stores it: the measurement, as a scan would; the features of the two sides of its mask; the picture's hash. What is there is not
/// computed again, so that an interrupted run goes on where it was.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="tombstones">What has been erased.</param>
public sealed class Measuring(IObjectStore results, Tombstones tombstones)
{
    private readonly MeasurementStore measurements = new(results, tombstones);
    private readonly MaskFeatureStore masks = new(results, tombstones);
    private readonly PictureHashStore pictures = new(results, tombstones);

    /// <summary>True when nothing is to be computed.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The content.</param>
    /// <param name="backbone">SHA-256 of the backbone.</param>
    /// <param name="mask">SHA-256 of the label's mask; null without one.</param>
    /// <param name="cancellation">Between the readings.</param>
    public async Task<bool> IsDoneAsync(Scope scope, ContentHash hash, ContentHash backbone, ContentHash? mask, CancellationToken cancellation) =>
        await pictures.ReadAsync(scope, hash, cancellation) is not null
        && await measurements.ReadAsync(scope, hash, backbone, Measurement.CurrentEngineVersion, cancellation) is not null
        && (mask is null || await masks.ReadAsync(scope, hash, backbone, Measurement.CurrentEngineVersion, mask, cancellation) is not null);

    /// <summary>Computes and stores what is missing.</summary>
    /// <param name="scanner">A model with the backbone; its head chooses the windows.</param>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The content.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="mask">The label's mask as a PNG of the upright picture; null without one.</param>
    /// <param name="cancellation">Between tiles.</param>
    public async Task<MeasuringOutcome> MeasureAsync(
        ImageScanner scanner, Scope scope, ContentHash hash, ReadOnlyMemory<byte> file, (ContentHash Hash, ReadOnlyMemory<byte> Png)? mask, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scanner);
        var backbone = ContentHash.Parse(scanner.Package.Backbone.Sha256);
        var measurement = await measurements.ReadAsync(scope, hash, backbone, Measurement.CurrentEngineVersion, cancellation);
        if (measurement is null)
        {
            var scan = scanner.Scan(file, policy: scanner.Package.Policy with { SecondLook = false }, cancellation: cancellation);
            if (scan.Measurement is null)
                return MeasuringOutcome.NotScanned(scan.Rejected!);
            if (!await measurements.WriteAsync(scope, hash, scan.Measurement, cancellation))
                return MeasuringOutcome.Erased;
        }

        var limits = scanner.Package.Policy.Limits;
        if (await pictures.ReadAsync(scope, hash, cancellation) is null)
        {
            using var small = ImageDecoder.Thumbnail(file, limits, frame: 0, maxSide: 256);
            if (small is not null)
                await pictures.WriteAsync(scope, hash, DifferenceHash.Of(small), cancellation);
        }

        return mask is { } given && await masks.ReadAsync(scope, hash, backbone, Measurement.CurrentEngineVersion, given.Hash, cancellation) is null
            ? await MeasureMaskAsync(scanner, scope, hash, backbone, file, given.Hash, given.Png, cancellation)
            : MeasuringOutcome.Done;
    }

    private async Task<MeasuringOutcome> MeasureMaskAsync(
        ImageScanner scanner, Scope scope, ContentHash hash, ContentHash backbone, ReadOnlyMemory<byte> file, ContentHash mask, ReadOnlyMemory<byte> png, CancellationToken cancellation)
    {
        var limits = scanner.Package.Policy.Limits;
        var outcome = ImageDecoder.Decode(file, limits);
        using var image = outcome.Image;
        if (image is null)
            return MeasuringOutcome.NotScanned(outcome.Rejected!);
        if (MaskPicture.Read(png, limits) is not { } upright)
            return MeasuringOutcome.MaskRefused("The mask cannot be decoded.");
        var laid = upright.ToStored(outcome.Facts!.ExifOrientation);
        if ((laid.Width, laid.Height) != (image.Width, image.Height))
            return MeasuringOutcome.MaskRefused($"The mask has {upright.Width} x {upright.Height} pixels, the stored picture {image.Width} x {image.Height} with the orientation {outcome.Facts.ExifOrientation}.");
        var rows = scanner.Extract(image, laid.Edited.ToArray(), cancellation);
        return await masks.WriteAsync(scope, hash, backbone, Measurement.CurrentEngineVersion, mask, new MaskedFeatures(laid.Share, rows.Inside, rows.Outside), cancellation)
            ? MeasuringOutcome.Done
            : MeasuringOutcome.Erased;
    }
}
