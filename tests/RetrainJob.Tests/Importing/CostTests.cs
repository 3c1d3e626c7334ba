using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Checkpoints;
using StayPositive.RetrainJob.Importing;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary>What an image costs with each backbone: in tiles, in one run, and by the training library, in turns. Run by name, on a machine with nothing else to do.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData("res18nodown", 512, 3)]
    [InlineData("res18nodown", 1024, 3)]
    [InlineData("res50nodown", 512, 3)]
    [InlineData("res50nodown", 1024, 2)]
    public void Seconds_and_processor_seconds(string arch, int side, int turns)
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network(arch, seed: 5, folder["network.pth"]);
        var architecture = Architecture.All.Single(known => known.Name == arch);
        Importer.Run(folder["network.pth"], architecture, folder["package"]);
        var package = ModelPackage.Load(folder["package"]);
        var random = new Random(1);
        var rgb = new byte[3 * side * side];
        random.NextBytes(rgb);
        using var image = RgbImage.FromPixels(side, side, rgb);
        var pixels = Enumerable.Range(0, 3 * side * side).Select(i => rgb[i % (side * side) * 3 + i / (side * side)] / 255f).ToArray();

        using var scanner = new ImageScanner(package);
        using var options = new SessionOptions { EnableMemoryPattern = false };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(package.BackboneBytes.ToArray(), options);
        using var eager = new TorchReference(ImportedNetwork.Create(architecture, CheckpointReader.Read(folder["network.pth"])));
        var (tiled, whole, torch) = (Best.None, Best.None, Best.None);
        for (var turn = 0; turn < turns; turn++)
        {
            tiled = tiled.Or(() => scanner.Scan(image));
            whole = whole.Or(() =>
            {
                using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, side, side]);
                using var run = new RunOptions();
                using var outputs = session.Run(run, [BackboneWriter.InputName], [input], [BackboneWriter.OutputName]);
            });
            torch = torch.Or(() =>
            {
                using var scope = NewDisposeScope();
                _ = eager.Features(tensor(pixels, [1, 3, side, side]));
            });
        }

        var megapixels = side * side / 1e6;
        output.WriteLine(
            $"{arch} {side} x {side}: tiled {tiled}, whole {whole}, TorchSharp {torch}; tiled / whole {tiled.Wall / whole.Wall:F2} (processor {tiled.Processor / whole.Processor:F2}), "
            + $"TorchSharp / tiled {torch.Wall / tiled.Wall:F2} (processor {torch.Processor / tiled.Processor:F2}); tiled {tiled.Processor / megapixels:F1} processor seconds a megapixel");
        Assert.True(tiled.Wall > 0);
    }

    /// <summary>The quickest of several runs.</summary>
    /// <param name="Wall">Seconds.</param>
    /// <param name="Processor">Seconds of all cores.</param>
    private sealed record Best(double Wall, double Processor)
    {
        public static Best None { get; } = new(double.MaxValue, double.MaxValue);

        public Best Or(Action work)
        {
            using var process = Process.GetCurrentProcess();
            var (wall, processor) = (Stopwatch.StartNew(), process.TotalProcessorTime);
            work();
            process.Refresh();
            return new Best(Math.Min(Wall, wall.Elapsed.TotalSeconds), Math.Min(Processor, (process.TotalProcessorTime - processor).TotalSeconds));
        }

        public override string ToString() => $"{Wall:F2} s ({Processor:F2} s processor)";
    }
}
