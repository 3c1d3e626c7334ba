using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Verdicts;
using static StayPositive.Detector.Tests.Provenance.DeclaredFiles;

namespace StayPositive.Detector.Tests.Provenance;

/// <summary>Declarations come with a scan, and never change what it says.</summary>
public sealed class ProvenanceAndVerdictTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Files_with_the_same_pixels_have_the_same_verdict_whatever_they_declare()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        (byte[] Plain, byte[] Declared)[] pairs = [(Jpeg(), All[0]), (Png(), All[1]), (WebP(), All[2])];
        foreach (var (plain, declared) in pairs)
        {
            var (without, with) = (scanner.Scan(plain, cancellation: Token), scanner.Scan(declared, cancellation: Token));

            Assert.NotEqual(Decision.NotScanned, without.Verdict.Decision);
            Assert.Equal((false, true), (without.Provenance!.DeclaresGeneration, with.Provenance!.DeclaresGeneration));
            Assert.Equal(without.Verdict, with.Verdict with { Threshold = without.Verdict.Threshold });
            Assert.Equal(without.Verdict.Logit, with.Verdict.Logit);
            Assert.Equal(without.Measurement!.Heads[0].Logit, with.Measurement!.Heads[0].Logit);
        }
    }

    [Fact]
    public void A_refused_image_has_its_declarations_too()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        byte[] heic = [.. Box("ftyp"u8, [.. "heic"u8, 0, 0, 0, 0]), .. Heif(0)[16..]];

        var scan = scanner.Scan(heic, cancellation: Token);

        Assert.Equal(Decision.NotScanned, scan.Verdict.Decision);
        Assert.Equal((true, Generated), (scan.Provenance!.HasC2pa, scan.Provenance.DigitalSourceType));
    }

    [Fact]
    public void Pixels_declare_nothing()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        using var image = Scans.Pictures.Random(64, 64, 1);

        Assert.Null(scanner.Scan(image, cancellation: Token).Provenance);
    }
}
