using System.Security.Cryptography;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Fuzz.Cases;

namespace StayPositive.Fuzz.Supervising;

/// <summary>Runs one case and looks at every promise that the decoder and the scanner make for any bytes.</summary>
internal sealed class CaseRunner : IDisposable
{
    private const double LogitTolerance = 1e-3;
    private const double MaxScanMegapixels = 2; // a larger scan is honest work of many seconds
    private static readonly DecodeLimits Limits = new() { MaxMegapixels = 20 };

    private readonly ImageScanner scanner;
    private readonly Policy policy;

    public CaseRunner()
    {
        var package = ModelPackage.Load(Path.Combine(AppContext.BaseDirectory, "models", "starter"));
        scanner = new ImageScanner(package, new BackboneOptions { TileCells = 32, Threads = 1 });
        policy = package.Policy with { Limits = Limits };
    }

    public void Dispose() => scanner.Dispose();

    /// <param name="hostile">The case.</param>
    /// <param name="bytes">What it made.</param>
    /// <param name="scan">Scan it, too.</param>
    /// <param name="heartbeat">Called before each call of the decoder or scanner: the time limit is that of one call.</param>
    public CaseResult Run(HostileCase hostile, byte[] bytes, bool scan, Action heartbeat)
    {
        var format = ImageDecoder.Recognise(bytes).ToString();
        heartbeat();
        FreshMemory.LeaveAsIs(); // filling touches memory that a decoder asks for and never uses
        var (outcome, pixels) = Decode(bytes);
        var code = outcome.Rejected?.Code;
        var broken = Broken(outcome, hostile, pixels);
        if (pixels is not null && broken is null)
        {
            heartbeat();
            FreshMemory.FillWith(0x5A);
            if (Decode(bytes).Pixels != pixels)
                broken = "Two decodes of the same bytes give different pixels: some are made up.";
        }

        if (!scan || broken is not null || outcome.Facts is { } facts && (double)facts.Width * facts.Height > MaxScanMegapixels * 1e6)
            return new CaseResult(format, code?.ToString() ?? CaseResult.Image, Scanned: false, broken);
        heartbeat();
        FreshMemory.LeaveAsIs();
        return new CaseResult(format, code?.ToString() ?? CaseResult.Image, Scanned: pixels is not null, BrokenScan(bytes, outcome));
    }

    private static (DecodeOutcome Outcome, string? Pixels) Decode(byte[] bytes)
    {
        var outcome = ImageDecoder.Decode(bytes, Limits);
        using var image = outcome.Image;
        return (outcome, image is null ? null : $"{image.Width}x{image.Height}:{Convert.ToHexString(SHA256.HashData(image.Pixels))}");
    }

    private static string? Broken(DecodeOutcome outcome, HostileCase hostile, string? pixels)
    {
        var code = outcome.Rejected?.Code;
        if (outcome.Image is null == outcome.Rejected is null)
            return "Neither or both of image and rejection.";
        if (!hostile.Allowed.Has(code))
            return $"{code?.ToString() ?? "An image"} came out; allowed is {hostile.Allowed}.";
        if (outcome.Rejected is { } rejected)
            return rejected.Sentence.Length == 0 || rejected.Advice.Length == 0 ? $"{rejected.Code} has no sentence or no advice." : null;
        if (outcome.Facts is not { } facts || facts.Width != outcome.Image!.Width || facts.Height != outcome.Image.Height)
            return "The facts do not say the size of the image.";
        if ((long)facts.Width * facts.Height > Limits.MaxMegapixels * 1_000_000L || Math.Max(facts.Width, facts.Height) > Limits.MaxSide || Math.Min(facts.Width, facts.Height) < Limits.MinSide)
            return $"An image of {facts.Width} x {facts.Height} pixels came out, beyond the limits.";
        return hostile.Allowed.PixelsOf is { } sound && Decode(sound).Pixels != pixels ? "An image came out that is not the sound file's: partial pixels." : null;
    }

    /// <summary>A scan sees what the decoder sees, and of an animation also later frames, which may be damaged while the first is not.</summary>
    private string? BrokenScan(byte[] bytes, DecodeOutcome decoded)
    {
        var scan = scanner.Scan(bytes, policy: policy);
        if (decoded.Rejected is { } refused && scan.Rejected?.Code != refused.Code)
            return $"The decoder says {refused.Code}, the scan {scan.Rejected?.Code.ToString() ?? "gives a verdict"}.";
        if (scan.Rejected is { } rejected)
            return decoded.Rejected is null && decoded.Facts!.Frames == 1 ? $"The image was decoded, but its scan says {rejected.Code}." : null;
        var logit = scan.Measurement!.Heads[0].Logit;
        var mean = scan.Map!.Mean + scanner.Package.Head.Bias;
        return Math.Abs(logit - mean) <= LogitTolerance * Math.Max(1, Math.Abs(logit)) ? null : $"The logit is {logit}, the map's mean and the bias give {mean}.";
    }
}
