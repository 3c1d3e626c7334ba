using System.Security.Cryptography;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Tests.Rescoring;

/// <summary>A folder with uploads that were scanned, on a backbone of three channels: red, green and blue, each the mean of a cell.</summary>
internal sealed class RescoreWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RescoreWorld() => Installation = new Installation(new InstallationSettings { Data = folder.Path }, TimeProvider.System);

    public Installation Installation { get; }

    public Scope Scope { get; } = new("uploads");

    public RescanStore Rescans => new(Installation.Results);

    /// <summary>Weights of red, green and blue; everything above the threshold is a finding.</summary>
    public static ModelPackage Package(string version, float[] weights, float strict, float lenient, Policy? policy = null)
    {
        var kernel = new float[3 * 3 * 64];
        for (var c = 0; c < 3; c++)
            kernel.AsSpan((c * 3 + c) * 64, 64).Fill(1f / 64);
        var onnx = BackboneWriter.Write([new ConvLayer(3, 3, 8, 8, kernel, [0, 0, 0], ConvActivation.Relu, 0)], inputScale: 1);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)), Channels = 3, Stride = 8, ReceptiveField = 8 };
        return new ModelPackage(manifest, onnx, new NonNegativeHead(new ModelVersion(version), weights, 0), new Calibration([new SizeBin(0, 1000, [Set(0.01, strict), Set(0.05, lenient)])], 4, -1), policy ?? new Policy());
    }

    /// <summary>A picture of one colour, with a square of another in its middle.</summary>
    public static RgbImage Picture(int side, (byte R, byte G, byte B) colour, int square = 0, (byte R, byte G, byte B) inner = default)
    {
        var pixels = new byte[side * side * 3];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var isInner = Math.Max(Math.Abs(x - side / 2), Math.Abs(y - side / 2)) < square / 2;
                var (r, g, b) = isInner ? inner : colour;
                (pixels[(y * side + x) * 3], pixels[(y * side + x) * 3 + 1], pixels[(y * side + x) * 3 + 2]) = (r, g, b);
            }

        return RgbImage.FromPixels(side, side, pixels);
    }

    /// <summary>Scans a picture as an upload, and stores measurement and state without open effects.</summary>
    public async Task<StateKey> UploadAsync(string name, RgbImage image, ModelPackage package, Policy? policy = null)
    {
        using var scanner = new ImageScanner(package);
        var scan = scanner.Scan(image, null, policy);
        var hash = ContentHash.Of(image.Pixels);
        await Installation.Measurements.WriteAsync(Scope, hash, scan.Measurement!, default);
        var state = new UploadState
        {
            Upload = new UploadVersion("folder", "uploads", name, "\"1\""),
            Hash = hash.Hex,
            Code = "Scanned",
            Decision = scan.Verdict.Decision,
            Score = scan.Verdict.Logit,
            Model = package.Version.Value,
            ModelManifest = (await TargetAsync(package)).Manifest,
            Policy = (policy ?? package.Policy).Version,
            ScannedAt = DateTimeOffset.UnixEpoch,
        };
        await Installation.States.CreateAsync(Scope, state, default);
        return state.Key(Scope);
    }

    public async Task<RescoreReport> RescoreAsync(ModelPackage package, bool apply, Rescorer? rescorer = null) =>
        await (rescorer ?? Rescorer()).RunAsync(Scope, await TargetAsync(package), package, apply, _ => { }, TestContext.Current.CancellationToken);

    public Rescorer Rescorer() => new(Installation.Results, Installation.States, Installation.Measurements, Installation.Releases);

    public async Task<UploadState> StateAsync(StateKey key) => (await Installation.States.ReadAsync(key, default))!;

    /// <summary>Publishes a version, once.</summary>
    public Task<ModelTarget> TargetAsync(ModelPackage package) => Installation.Releases.PublishAsync(package, null, default);

    public void Dispose() => folder.Dispose();

    private static ThresholdSet Set(double rate, float threshold) =>
        new(rate, threshold, new Dictionary<int, float> { [64] = threshold + 0.2f, [128] = threshold + 0.1f, [256] = threshold + 0.05f }, 400, 1, true);
}
