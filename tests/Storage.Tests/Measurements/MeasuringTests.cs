using NetVips;
using StayPositive.Detector.Scans;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Tests.Models;

namespace StayPositive.Storage.Tests.Measurements;

public sealed class MeasuringTests
{
    private static readonly Scope Scope = new("uploads");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mask_becomes_the_means_of_its_two_sides_once()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        var tombstones = new Tombstones(store, new byte[32]);
        using var scanner = new ImageScanner(TinyModel.Package("one"));
        var backbone = ContentHash.Parse(scanner.Package.Backbone.Sha256);
        var (file, mask) = (Picture(96, 64, (x, _) => x < 32 ? 204 : 51), Picture(96, 64, (x, _) => x < 32 ? 255 : 0));
        var (hash, drawn) = (ContentHash.Of(file), ContentHash.Of(mask));
        var measuring = new Measuring(store, tombstones);

        Assert.False(await measuring.IsDoneAsync(Scope, hash, backbone, drawn, Cancellation));
        Assert.Equal(MeasuringOutcome.Done, await measuring.MeasureAsync(scanner, Scope, hash, file, (drawn, mask), Cancellation));
        Assert.True(await measuring.IsDoneAsync(Scope, hash, backbone, drawn, Cancellation));

        var rows = (await new MaskFeatureStore(store, tombstones).ReadAsync(Scope, hash, backbone, 1, drawn, Cancellation))!;
        Assert.Equal(1.0 / 3, rows.Share, 6);
        Assert.Equal(204 / 255f, rows.Inside!.Values[0], 3); // the tiny backbone measures brightness
        Assert.Equal(51 / 255f, rows.Outside!.Values[0], 3);
        Assert.Equal((204 + 2 * 51) / 3 / 255f, (await new MeasurementStore(store, tombstones).ReadAsync(Scope, hash, backbone, 1, Cancellation))!.Features.Values[0], 3);

        Assert.Equal((1, 3), await new MeasurementStore(store, tombstones).DeleteAsync(Scope, hash, Cancellation)); // features, the mask's, the picture's hash
        Assert.False(await store.ListAsync("", null, Cancellation).AnyAsync(Cancellation));
    }

    [Fact]
    public async Task A_mask_of_another_size_is_refused_and_the_measurement_stays()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        var tombstones = new Tombstones(store, new byte[32]);
        using var scanner = new ImageScanner(TinyModel.Package("one"));
        var backbone = ContentHash.Parse(scanner.Package.Backbone.Sha256);
        var (file, mask) = (Picture(96, 64, (_, _) => 9), Picture(64, 96, (_, _) => 255));
        var outcome = await new Measuring(store, tombstones).MeasureAsync(scanner, Scope, ContentHash.Of(file), file, (ContentHash.Of(mask), mask), Cancellation);
        Assert.Equal("MaskRefused", outcome.Code);
        Assert.True(await new Measuring(store, tombstones).IsDoneAsync(Scope, ContentHash.Of(file), backbone, null, Cancellation));
    }

    [Fact]
    public async Task An_erased_content_is_not_measured_again()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        var tombstones = new Tombstones(store, new byte[32]);
        using var scanner = new ImageScanner(TinyModel.Package("one"));
        var file = Picture(64, 64, (_, _) => 200);
        await tombstones.WriteAsync(Scope, ContentHash.Of(file), Cancellation);
        Assert.Equal(MeasuringOutcome.Erased, await new Measuring(store, tombstones).MeasureAsync(scanner, Scope, ContentHash.Of(file), file, null, Cancellation));
        Assert.False(await store.ListAsync("uploads/measurements/", null, Cancellation).AnyAsync(Cancellation));
    }

    private static byte[] Picture(int width, int height, Func<int, int, int> grey)
    {
        var pixels = new byte[width * height * 3];
        for (var n = 0; n < pixels.Length; n++)
            pixels[n] = (byte)grey(n / 3 % width, n / 3 / width);
        using var image = Image.NewFromMemory(pixels, width, height, 3, Enums.BandFormat.Uchar);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Srgb);
        return colour.PngsaveBuffer();
    }
}
