using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.ScanBench;

/// <summary>
/// Each setting changed alone, in interleaved rounds: time per cell as a ratio to the shipped setting of the same thread count in the same round (below 1 = faster).
/// Session settings are tried on bare runs, tile sizes on whole scans, too.
/// </summary>
internal static class Sweep
{
    private const int ShippedCells = 64;
    private const int Side = 1536;
    private static readonly int[] TileCells = [32, 64, 96, 128];
    private static readonly int[] ThreadCounts = [1, 2];

    private sealed record Setting(string Name, int Cells = ShippedCells, int Batch = 1, bool Spinning = false, Action<SessionOptions>? Change = null);

    /// <summary>The first one is what ships.</summary>
    private static readonly Setting[] Settings =
    [
        new("shipped"),
        .. TileCells.Where(cells => cells != ShippedCells).Select(cells => new Setting($"tile of {cells} cells", cells)),
        new("batch of 2 tiles", Batch: 2),
        new("batch of 4 tiles", Batch: 4),
        new("spinning on", Spinning: true),
        new("memory pattern on", Change: settings => settings.EnableMemoryPattern = true),
        new("arena off", Change: settings => settings.EnableCpuMemArena = false),
        new("optimisation extended", Change: settings => settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED),
        new("optimisation basic", Change: settings => settings.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC),
    ];

    public static void Print(ModelPackage package, int rounds)
    {
        Console.WriteLine($"bare runs, time per cell / shipped (64 cells, 1 tile, no spinning, no memory pattern, arena, all optimisations); medians of {rounds} rounds");
        var runs = ThreadCounts.Select(threads => Settings.Select(setting => Prepare(package, setting, threads)).ToArray()).ToArray();
        Table(Settings.Select(setting => setting.Name).ToArray(), runs, shipped: 0, rounds);
        Free(runs);

        Console.WriteLine($"\nscans of decoded {Side} x {Side} pixels, time / scan with tiles of {ShippedCells} cells");
        using var image = Pictures.Make(Side, Side);
        var scans = ThreadCounts.Select(threads => TileCells.Select(cells => Prepare(package, cells, threads, image)).ToArray()).ToArray();
        Table(TileCells.Select(cells => $"tile of {cells} cells").ToArray(), scans, shipped: Array.IndexOf(TileCells, ShippedCells), rounds);
        Free(scans);
    }

    private static (Action Run, double Work, IDisposable Owner) Prepare(ModelPackage package, Setting setting, int threads)
    {
        using var options = BareRun.Shipped(threads, setting.Spinning);
        setting.Change?.Invoke(options);
        var run = new BareRun(package, options, setting.Cells, setting.Cells, setting.Batch);
        return (run.Run, (double)setting.Cells * setting.Cells * setting.Batch, run);
    }

    private static (Action Run, double Work, IDisposable Owner) Prepare(ModelPackage package, int cells, int threads, RgbImage image)
    {
        var scanner = new ImageScanner(package, new BackboneOptions { Threads = threads, TileCells = cells });
        return (() => scanner.Scan(image), 1, scanner);
    }

    private static void Table(string[] names, (Action Run, double Work, IDisposable Owner)[][] runs, int shipped, int rounds)
    {
        var times = runs.Select(row => row.Select(_ => new double[rounds]).ToArray()).ToArray();
        for (var round = -2; round < rounds; round++)
        {
            for (var t = 0; t < runs.Length; t++)
            {
                for (var n = 0; n < names.Length; n++)
                {
                    var from = Stopwatch.GetTimestamp();
                    runs[t][n].Run();
                    if (round >= 0)
                        times[t][n][round] = Stopwatch.GetElapsedTime(from).TotalMilliseconds / runs[t][n].Work;
                }
            }
        }

        Console.WriteLine($"{"",-22}{string.Concat(ThreadCounts.Select(threads => $"{threads + (threads == 1 ? " thread" : " threads"),11}"))}");
        for (var n = 0; n < names.Length; n++)
            Console.WriteLine($"{names[n],-22}{string.Concat(times.Select(row => $"{Median(row[n].Zip(row[shipped], (time, reference) => time / reference)),11:F3}"))}");
        Console.WriteLine($"2 threads / 1 thread, shipped: {Median(times[1][shipped].Zip(times[0][shipped], (two, one) => two / one)):F3}");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static void Free((Action Run, double Work, IDisposable Owner)[][] runs)
    {
        foreach (var (_, _, owner) in runs.SelectMany(row => row))
            owner.Dispose();
    }
}
