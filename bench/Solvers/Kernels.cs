using System.Diagnostics;
using StayPositive.RetrainJob.Heads;
using static TorchSharp.torch;

namespace StayPositive.Solvers;

/// <summary>The solver's dense kernels beside libtorch's (TorchSharp), by processor time: the Hessian of 16,384 rows, and its factorisation.</summary>
internal static class Kernels
{
    private const int Rows = 16384;
    private const int Threads = 2;
    private const int Rounds = 7;

    public static void Run()
    {
        set_num_threads(Threads);
        Console.WriteLine($"{Rows} rows, {Threads} threads, medians of {Rounds} interleaved rounds, milliseconds of processor time (on the wall)");
        Console.WriteLine("channels   Hessian: ours   libtorch mm     factorisation: ours   libtorch");
        foreach (var channels in new[] { 256, 512, 1024, 2048 })
            Run(channels);
    }

    private static void Run(int channels)
    {
        var random = new Random(channels);
        var features = Enumerable.Range(0, Rows * channels).Select(_ => (Half)Math.Max(0, random.NextSingle() - 0.4f)).ToArray();
        var rows = new MemoryRows(channels, features, [.. Enumerable.Range(0, Rows).Select(i => (byte)(i % 2))]);
        var statistics = RowStatistics.Of(rows, new RefitSettings(), CancellationToken.None);
        var set = Enumerable.Range(0, channels).ToArray();
        var margins = new double[Rows];
        using var scaled = rand(Rows, channels);
        var hessian = CurvatureMatrix.Of(rows, statistics, margins, set, 1e-3, Threads, CancellationToken.None);
        using var matrix = tensor(hessian, channels, channels);
        // Ours packs float16 rows, weighted and scaled, and multiplies; libtorch's only multiplies what is packed already.
        Action[] work =
        [
            () => CurvatureMatrix.Of(rows, statistics, margins, set, 1e-3, Threads, CancellationToken.None),
            () => scaled.t().mm(scaled).Dispose(),
            () => _ = new Cholesky(hessian, channels, set, Threads),
            () => linalg.cholesky(matrix).Dispose(),
        ];
        var times = work.Select(_ => new List<(double Processor, double Wall)>()).ToArray();
        for (var round = -1; round < Rounds; round++)
            for (var w = 0; w < work.Length; w++)
            {
                var (processor, wall) = (Answer.Processor(), Stopwatch.GetTimestamp());
                work[w]();
                if (round >= 0)
                    times[w].Add(((Answer.Processor() - processor).TotalMilliseconds, Stopwatch.GetElapsedTime(wall).TotalMilliseconds));
            }

        var cells = times.Select(list => $"{Median(list.Select(time => time.Processor)),6:F0} ({Median(list.Select(time => time.Wall)):F0})").ToArray();
        Console.WriteLine($"{channels,8}  {cells[0],14}{cells[1],14}{cells[2],24}{cells[3],11}");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
