using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Solvers;

/// <summary>Re-judging a million stored vectors, beside what the memory gives a loop that only reads, on the same array in the same rounds.</summary>
internal static class Rescoring
{
    private const int Rows = 1_000_000;
    private const int Threads = 2;
    private const int Rounds = 9;

    public static void Run()
    {
        Console.WriteLine($"rescoring {Rows} float16 vectors, {Threads} threads, medians of {Rounds} interleaved rounds\nchannels heads   seconds    GB/s  reading alone GB/s  share");
        foreach (var channels in new[] { 64, 2048 })
        {
            var rows = GC.AllocateUninitializedArray<Half>(Rows * channels);
            Parallel.For(0, Rows, new ParallelOptions { MaxDegreeOfParallelism = Threads }, row =>
            {
                var random = new Random(row);
                for (var c = 0; c < channels; c++)
                    rows[row * channels + c] = (Half)(float)((random.Next() & 1023) * 1e-3);
            });
            foreach (var heads in new[] { 1, 2 })
                Run(rows, channels, heads);
        }
    }

    private static void Run(Half[] rows, int channels, int heads)
    {
        var scorer = new StoredRowScorer([.. Enumerable.Range(1, heads).Select(h => Head(channels, h))]);
        var logits = new float[Rows * heads];
        var (scoring, reading) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var (score, read) = (Time(() => scorer.Score(rows, logits, Threads)), Time(() => Read(rows)));
            if (round < 0)
                continue;
            scoring.Add(score);
            reading.Add(read);
        }

        var gigabytes = rows.Length * 2.0 / 1e9;
        var (scored, alone) = (gigabytes / Median(scoring), gigabytes / Median(reading));
        Console.WriteLine($"{channels,8}{heads,6}{Median(scoring),10:F4}{scored,8:F1}{alone,20:F1}{scored / alone,7:F2}");
    }

    /// <summary>Adds up all bits as 64-bit numbers: one load and one addition for each register.</summary>
    private static void Read(Half[] rows)
    {
        const int pieces = 64;
        var sums = new long[pieces];
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = Threads }, piece =>
        {
            var (from, to) = ((int)((long)rows.Length * piece / pieces), (int)((long)rows.Length * (piece + 1) / pieces));
            sums[piece] = TensorPrimitives.Sum<long>(MemoryMarshal.Cast<Half, long>(rows.AsSpan(from, to - from)));
        });
        GC.KeepAlive(sums);
    }

    private static NonNegativeHead Head(int channels, int seed)
    {
        var random = new Random(seed);
        return new NonNegativeHead(new ModelVersion($"head-{seed}"), Enumerable.Range(0, channels).Select(_ => (float)Math.Max(0, random.NextDouble() - 0.7)).ToArray(), -1);
    }

    private static double Time(Action work)
    {
        var from = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
