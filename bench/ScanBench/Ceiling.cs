using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;
using StayPositive.Detector.Scans;

namespace StayPositive.ScanBench;

/// <summary>
/// How much of a scan is arithmetic that every user of the same network does, and how near it is to what a core can do. In processor time on one thread, which a busy
/// machine disturbs less than the time on the wall.
/// </summary>
internal static class Ceiling
{
    private const int Side = 1024;

    public static void Print(ModelPackage package, int rounds)
    {
        var cells = Side / package.Backbone.Stride;
        using var settings = BareRun.Shipped(threads: 1);
        using var whole = new BareRun(package, settings, cells, cells);
        using var scanner = new ImageScanner(package, new BackboneOptions { Threads = 1 });
        using var image = Pictures.Make(Side, Side);
        var jpeg = Pictures.Jpeg(image);
        var shape = scanner.TileShape(Side, Side);
        using var tile = new BareRun(package, settings, shape.Rows, shape.Columns);
        var tiles = cells / shape.Rows * (cells / shape.Columns);

        var times = new double[4][];
        for (var n = 0; n < times.Length; n++)
            times[n] = new double[rounds];
        for (var round = -2; round < rounds; round++)
        {
            double[] taken = [Time(whole.Run), Time(() => Repeat(tile, tiles)), Time(() => scanner.Scan(jpeg)), Time(() => MultiplyAdd(Additions))];
            for (var n = 0; n < times.Length && round >= 0; n++)
                times[n][round] = taken[n];
        }

        var (one, tiled, scan, peak) = (Median(times[0]), Median(times[1]), Median(times[2]), Median(times[3]));
        Console.WriteLine($"{Side} x {Side}, one thread, milliseconds of processor time, medians of {rounds} interleaved rounds");
        Console.WriteLine($"one run on the whole image       {one,7:F1}  {Operations(package, cells, cells),5:F1} GFLOP  {1000 * Operations(package, cells, cells) / one,6:F1} GFLOP/s");
        var work = tiles * Operations(package, shape.Rows, shape.Columns);
        Console.WriteLine($"{tiles} tiles of {shape.Rows} x {shape.Columns} cells         {tiled,7:F1}  {work,5:F1} GFLOP  {1000 * work / tiled,6:F1} GFLOP/s");
        Console.WriteLine($"scan of a JPEG, tiles and all    {scan,7:F1}");
        Console.WriteLine($"fused multiply-adds of 256 bits, nothing else: {1000 * Additions * Accumulators * 2.0 * Vector256<float>.Count / 1e9 / peak:F1} GFLOP/s");
    }

    private const int Accumulators = 12; // more than the latency times the throughput of a core's units
    private const long Additions = 10_000_000;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float MultiplyAdd(long times)
    {
        var (gain, step) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        var (a, b, c, d, e, f) = (step, step, step, step, step, step);
        var (g, h, i, j, k, l) = (step, step, step, step, step, step);
        for (var n = 0L; n < times; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, gain, step);
            b = Vector256.FusedMultiplyAdd(b, gain, step);
            c = Vector256.FusedMultiplyAdd(c, gain, step);
            d = Vector256.FusedMultiplyAdd(d, gain, step);
            e = Vector256.FusedMultiplyAdd(e, gain, step);
            f = Vector256.FusedMultiplyAdd(f, gain, step);
            g = Vector256.FusedMultiplyAdd(g, gain, step);
            h = Vector256.FusedMultiplyAdd(h, gain, step);
            i = Vector256.FusedMultiplyAdd(i, gain, step);
            j = Vector256.FusedMultiplyAdd(j, gain, step);
            k = Vector256.FusedMultiplyAdd(k, gain, step);
            l = Vector256.FusedMultiplyAdd(l, gain, step);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    /// <summary>Multiplications and additions of the convolutions, in 10^9, for an input that gives so many cells.</summary>
    private static double Operations(ModelPackage package, int rows, int columns)
    {
        var graph = ModelProto.Parser.ParseFrom(package.BackboneBytes.Span).Graph;
        var shapes = graph.Initializer.ToDictionary(tensor => tensor.Name, tensor => tensor.Dims);
        var (height, width) = ((long)rows, (long)columns);
        var sum = 0.0;
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv").Reverse())
        {
            var (shape, stride) = (shapes[node.Input[1]], node.Attribute.Single(attribute => attribute.Name == "strides").Ints[0]);
            sum += 2.0 * shape[0] * shape[1] * shape[2] * shape[3] * height * width;
            (height, width) = ((height - 1) * stride + shape[2], (width - 1) * stride + shape[3]);
        }

        return sum / 1e9;
    }

    private static void Repeat(BareRun run, int times)
    {
        for (var n = 0; n < times; n++)
            run.Run();
    }

    private static double Time(Action action)
    {
        var from = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
    }

    private static double Time(Func<float> action)
    {
        var from = Environment.CpuUsage.TotalTime;
        GC.KeepAlive(action());
        return (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
