using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Features;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Decoding;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Scans;

public sealed class FileScanTests
{
    private static readonly BackboneOptions SmallTiles = new() { Threads = 1, TileCells = 32 };

    public static TheoryData<string> Suffixes => [".png", ".png[interlace]", ".jpg[Q=90]", ".jpg[Q=90,interlace]", ".webp[lossless]", ".tif", ".gif"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void A_file_that_is_decoded_while_it_is_scanned_scans_as_its_pixels_do(string suffix)
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
        foreach (var (width, height) in new[] { (300, 1301), (301, 257), (64, 256), (520, 520), (41, 3000) })
        {
            var bytes = Encode(width, height, suffix, seed: width + height);
            using var pixels = ImageDecoder.Decode(bytes, new DecodeLimits()).Image!;

            var streamed = scanner.Scan(bytes, cancellation: Token);
            var whole = scanner.Scan(pixels, cancellation: Token);

            Assert.Null(streamed.Rejected);
            Assert.Equal(whole.Verdict.Logit, streamed.Verdict.Logit);
            Assert.Equal(whole.Map!.Values.ToArray(), streamed.Map!.Values.ToArray());
            Assert.Equal(whole.Measurement!.Features.Values.ToArray(), streamed.Measurement!.Features.Values.ToArray());
        }
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg[Q=90]")]
    public void A_file_that_turns_out_to_be_damaged_late_has_no_result_but_a_rejection(string suffix)
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
        var bytes = Encode(300, 1301, suffix, seed: 1);
        bytes = suffix == ".png" ? [.. bytes[..^2000], .. new byte[40], .. bytes[^1960..]] : [.. bytes[..^2000], 0xFF, 0xD9];

        var scan = scanner.Scan(bytes, cancellation: Token);

        Assert.Equal(RejectionCode.Corrupt, scan.Rejected!.Code);
        Assert.Equal(Decision.NotScanned, scan.Verdict.Decision);
        Assert.Null(scan.Measurement);
        Assert.Equal((300, 1301), (scan.Facts!.Width, scan.Facts.Height));
    }

    [Fact]
    public void Of_an_animation_the_highest_of_first_middle_and_last_frame_counts()
    {
        var package = Tiny.Stride8();
        using var scanner = new ImageScanner(package, SmallTiles);
        foreach (var name in new[] { "gif-animated-1.gif", "apng-opaque.png", "animated.webp", "tiff-pages.tif", "apng-default-image.png" })
        {
            var bytes = Golden.Bytes(name);
            var file = ImageFile.Open(bytes, new DecodeLimits()).File!;
            var logits = file.Looks.ToDictionary(frame => frame, frame => Logit(file, frame));

            var scan = scanner.Scan(bytes, cancellation: Token);

            Assert.True(file.Looks.Count >= 3);
            Assert.Equal(logits.Values.Max(), scan.Verdict.Logit);
            Assert.Equal(logits.MaxBy(pair => pair.Value).Key, scan.Frame);
            Assert.Equal(file.Facts.Frames, scan.Facts!.Frames);
        }

        float Logit(ImageFile file, int frame)
        {
            using var rows = file.Rows(frame, behind: 255);
            using var image = RgbImage.Read(rows);
            return scanner.Scan(image, cancellation: Token).Verdict.Logit;
        }
    }

    [Fact]
    public void A_cancelled_scan_of_a_file_leaves_nothing_running()
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
        var bytes = Encode(300, 3000, ".png", seed: 2);
        var expected = scanner.Scan(bytes, cancellation: Token).Verdict.Logit;
        for (var round = 0; round < 40; round++)
        {
            using var cancel = new CancellationTokenSource();
            cancel.CancelAfter(TimeSpan.FromMilliseconds(round));
            try
            {
                Assert.Equal(expected, scanner.Scan(bytes, cancellation: cancel.Token).Verdict.Logit);
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
        }

        Assert.Equal(expected, scanner.Scan(bytes, cancellation: Token).Verdict.Logit);
    }

    private static byte[] Encode(int width, int height, string suffix, int seed)
    {
        using var pixels = Pictures.Random(width, height, seed);
        using var image = Image.NewFromMemoryCopy<byte>(pixels.Pixels.ToArray(), width, height, bands: 3, Enums.BandFormat.Uchar);
        using var marked = image.Copy(interpretation: Enums.Interpretation.Srgb);
        return marked.WriteToBuffer(suffix);
    }
}
