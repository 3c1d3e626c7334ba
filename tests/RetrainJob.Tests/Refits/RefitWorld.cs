using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using NetVips;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Publishing;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.RetrainJob.Tests.Reports;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Review;
using StayPositive.Storage.Shadows;

namespace StayPositive.RetrainJob.Tests.Refits;

/// <summary>
/// A folder with labelled pictures on a backbone of three channels: the mean red, green and blue. "Generated" pictures are redder; the champion looks at blue, so that a refit finds something better.
/// </summary>
internal sealed class RefitWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RefitWorld()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllBytes(Path.Combine(Data, ".AuditKey"), [.. Enumerable.Range(1, 16).Select(n => (byte)n)]); // the same splits in every run
        Installation = new Installation(new InstallationSettings { Data = Data }, TimeProvider.System);
    }

    public Installation Installation { get; }

    /// <summary>A folder for whatever a test writes beside the installation.</summary>
    public string Place => folder.Path;

    public string Data => folder["data"];

    public string Reports => folder["reports"];

    /// <summary>A world with a champion and labelled pictures of both classes, all drawn for the audit.</summary>
    public static async Task<RefitWorld> CreateAsync(int each = 120)
    {
        var world = new RefitWorld();
        var target = await world.Installation.Releases.PublishAsync(Package("champion-1", [0, 0, 1]), null, default);
        await world.Installation.Aliases.MoveAsync(ModelAlias.Champion, null, target, "test", "begin", default);
        for (var n = 0; n < 2 * each; n++)
            await world.LabelAsync(Picture(n, isGenerated: n % 2 == 1), n % 2 == 1 ? Ruling.AiGenerated : Ruling.NoFindings, n);
        return world;
    }

    public static ModelPackage Package(string version, float[] weights)
    {
        var kernel = new float[3 * 3 * 64];
        for (var c = 0; c < 3; c++)
            kernel.AsSpan((c * 3 + c) * 64, 64).Fill(1f / 64);
        var onnx = BackboneWriter.Write([new ConvLayer(3, 3, 8, 8, kernel, [0, 0, 0], ConvActivation.Relu, 0)], inputScale: 1);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)), Channels = 3, Stride = 8, ReceptiveField = 8 };
        return new ModelPackage(manifest, onnx, new NonNegativeHead(new ModelVersion(version), weights, 0), new Calibration([new SizeBin(0, 1000, [Set(0.01, 0.9f), Set(0.05, 0.8f)])], 4, -2), new Policy());
    }

    /// <summary>Another version as challenger of the champion.</summary>
    /// <param name="version">Its name.</param>
    /// <param name="weight">Of blue.</param>
    /// <param name="isProven">It has met the criteria in the shadow.</param>
    public async Task<ModelTarget> ChallengeAsync(string version, float weight, bool isProven)
    {
        var champion = (await Installation.Aliases.ReadAsync(ModelAlias.Champion, default))!;
        var seen = await Installation.Aliases.ReadAsync(ModelAlias.Challenger, default);
        var report = SampleReport.Of(version) with { Champion = champion.Target.Version };
        var target = (await new Publisher(Installation, null).PublishAsync(Package(version, [0, 0, weight]), report, champion, seen, default))!.Target;
        if (isProven)
            await new ShadowStore(Installation.Results).WriteAsync(champion.Target, target, Guid.NewGuid(), new ShadowCounts(2000, 1999, 20), default);
        return target;
    }

    public async Task LabelAsync(byte[] picture, Ruling ruling, int n)
    {
        var (scope, hash) = (new Scope("uploads"), ContentHash.Of(picture));
        await new ImageCopyStore(Installation.Review, Installation.Tombstones).WriteAsync(scope, hash, picture, default);
        await Installation.Labels.AddAsync(scope, hash, 0, new Label(1, ruling, "ada", DateTimeOffset.UnixEpoch.AddMinutes(n), true, null) { Source = "review", AuditProbability = 0.5, Generator = ruling == Ruling.AiGenerated ? "painter" : null, Group = $"{n}" }, default);
    }

    /// <summary>A picture of random squares, each its own for the perceptual hash.</summary>
    public static byte[] Picture(int seed, bool isGenerated)
    {
        const int side = 96;
        var random = new Random(seed);
        var squares = Enumerable.Range(0, 16 * 16).Select(_ => random.Next(20, 160)).ToArray();
        var (red, blue) = (isGenerated ? 45 + random.Next(30) : random.Next(30), random.Next(60));
        var pixels = new byte[side * side * 3];
        for (var i = 0; i < side * side; i++)
        {
            var level = squares[i / side / 6 * 16 + i % side / 6];
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = ((byte)Math.Min(255, level + red), (byte)level, (byte)Math.Min(255, level + blue));
        }

        using var image = Image.NewFromMemoryCopy(pixels, side, side, 3, Enums.BandFormat.Uchar);
        return image.PngsaveBuffer();
    }

    /// <summary>Runs the verb with JSON logs.</summary>
    public async Task<(int ExitCode, JsonElement[] Log)> RunAsync(object? settings = null, params string[] more)
    {
        var file = folder["settings.json"];
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(settings ?? Settings()));
        using var output = new StringWriter();
        var parsed = RefitCommand.Create().Parse(["--data", Data, "--settings", file, "--work", folder["work"], "--report", Reports, "--log", "json", .. more]);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    public static object Settings(int minNew = 50, double[]? l2 = null, int robustness = 100) => new
    {
        gates = new { minSliceRows = 10, falsePositiveCeiling = 0.6, minNewAuditReal = minNew, minNewAuditGenerated = minNew, resamples = 200 },
        fit = new { minValidationRows = 5, l2 = l2 ?? [1e-3, 1e-2, 1e-1] },
        robustness = new { mostEach = robustness },
    };

    public void Dispose() => folder.Dispose();

    private static ThresholdSet Set(double rate, float threshold) =>
        new(rate, threshold, new Dictionary<int, float> { [64] = threshold + 0.1f, [128] = threshold + 0.1f, [256] = threshold + 0.1f }, 400, 1, true);
}
