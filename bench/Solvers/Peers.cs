using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.Solvers;

/// <summary>The peers that run in .NET. Each has its own process.</summary>
internal static class Peers
{
    /// <summary>Everything that a refit does, the first reading of the rows included.</summary>
    public static void Ours(Problem problem)
    {
        using var rows = problem.Open();
        // Once on a few rows, so that the kernels are compiled.
        HeadSolver.Solve(Few(rows), problem.Settings, CancellationToken.None);
        var (from, processor) = (Stopwatch.GetTimestamp(), Answer.Processor());
        var fit = HeadSolver.Solve(rows, problem.Settings, CancellationToken.None);
        var (seconds, used) = (Stopwatch.GetElapsedTime(from).TotalSeconds, (Answer.Processor() - processor).TotalSeconds);
        var rms = RowStatistics.Of(rows, problem.Settings, CancellationToken.None).Rms;
        new Answer(seconds, used, Answer.Peak(), fit.Iterations + 1, $"{fit.NonZeros} weights > 0, own residual {fit.KktResidual:E1}")
            .Report(problem.Folder, [.. fit.Weights.Zip(rms, (w, r) => w * r), fit.Bias]);
    }

    /// <summary>MathNet's BFGS with bounds, on our gradient: only its own arithmetic differs. Stopped at the first gradient after the processor time given.</summary>
    public static void MathNet(Problem problem, double seconds)
    {
        using var rows = problem.Open();
        var objective = Objective(problem, rows);
        var evaluation = new Evaluation(problem.Channels, problem.Rows);
        // Wide bounds instead of infinite ones, which its line search does not survive.
        var (lower, upper) = (Vector<double>.Build.Dense(problem.Channels + 1), Vector<double>.Build.Dense(problem.Channels + 1, 1e3));
        lower[problem.Channels] = -1e3;
        var (passes, best) = (0, new double[problem.Channels + 1]);
        var (from, processor) = (Stopwatch.GetTimestamp(), Answer.Processor());
        var lowest = double.PositiveInfinity;
        var function = ObjectiveFunction.Gradient(point =>
        {
            if ((Answer.Processor() - processor).TotalSeconds > seconds)
                throw new TimeoutException();
            passes++;
            var x = point.ToArray();
            objective.Evaluate(x, evaluation);
            if (evaluation.Value < lowest)
                (lowest, best) = (evaluation.Value, x);
            return (evaluation.Value, Vector<double>.Build.DenseOfArray(evaluation.Gradient));
        });
        string note;
        try
        {
            var result = new BfgsBMinimizer(1e-6, 0, 0, 10000).FindMinimum(function, lower, upper, Vector<double>.Build.Dense(problem.Channels + 1));
            (best, note) = (result.MinimizingPoint.ToArray(), result.ReasonForExit.ToString());
        }
        catch (Exception exception) when (exception is TimeoutException or OptimizationException or ArithmeticException)
        {
            note = exception is TimeoutException ? $"stopped after {seconds:F0} s of processor time" : exception.GetType().Name + ": " + exception.Message;
        }

        new Answer(Stopwatch.GetElapsedTime(from).TotalSeconds, (Answer.Processor() - processor).TotalSeconds, Answer.Peak(), passes, note).Report(problem.Folder, best);
    }

    /// <summary>
    /// Adam with a clamp after each step, on our gradient. <paramref name="batch"/> rows a step; the rate falls to a tenth when some epochs bring nothing. Stops at the gap, or at the
    /// processor time given; that of the tests for the gap is not counted.
    /// </summary>
    public static void Adam(Problem problem, double optimum, double seconds, int batch, double rate)
    {
        // An epoch of the full batch is one step.
        var patience = batch < problem.Rows ? 5 : 50;
        using var rows = problem.Open();
        var whole = Objective(problem, rows);
        var evaluation = new Evaluation(problem.Channels, problem.Rows);
        var (x, adam, random, buffer) = (new double[problem.Channels + 1], new Adam(problem.Channels + 1), new Random(1), new FeatureBuffer());
        var statistics = RowStatistics.Of(rows, problem.Settings, CancellationToken.None);
        var order = Enumerable.Range(0, problem.Rows / batch).ToArray();
        var (watch, processor, testing) = (new Stopwatch(), Answer.Processor(), TimeSpan.Zero);
        var (best, stale, epochs, steps, gap) = (double.PositiveInfinity, 0, 0, 0, double.PositiveInfinity);
        for (; gap > Race.Gap && (Answer.Processor() - processor - testing).TotalSeconds < seconds; epochs++)
        {
            watch.Start();
            random.Shuffle(order);
            foreach (var part in order)
            {
                if (order.Length == 1)
                    whole.Evaluate(x, evaluation);
                else
                    Batch(rows, statistics, problem.L2, (long)part * batch, batch, order.Length, x, evaluation.Gradient, buffer);
                adam.Step(x, evaluation.Gradient, rate);
                for (var c = 0; c < problem.Channels; c++)
                    x[c] = Math.Max(0, x[c]);
                steps++;
            }

            watch.Stop();
            var before = Answer.Processor();
            whole.Evaluate(x, evaluation);
            gap = evaluation.Value - optimum;
            testing += Answer.Processor() - before;
            if (evaluation.Value < best - Race.Gap)
                (best, stale) = (evaluation.Value, 0);
            else if (++stale >= patience && rate > 1e-6)
                (rate, stale) = (rate / 10, 0);
        }

        var note = gap <= Race.Gap ? $"{steps} steps" : $"{steps} steps, stopped after {seconds:F0} s of processor time";
        new Answer(watch.Elapsed.TotalSeconds, (Answer.Processor() - processor - testing).TotalSeconds, Answer.Peak(), epochs, note).Report(problem.Folder, x);
    }

    public static LogisticObjective Objective(Problem problem, IFeatureRows rows) =>
        new(rows, RowStatistics.Of(rows, problem.Settings, CancellationToken.None), problem.L2, problem.Settings.Threads, CancellationToken.None);

    private static void Batch(MappedRows rows, RowStatistics statistics, double l2, long first, int count, int batches, double[] x, double[] gradient, FeatureBuffer buffer)
    {
        var channels = rows.Channels;
        var block = rows.Read(first, count, buffer);
        var w = x.AsSpan(0, channels).ToArray();
        for (var c = 0; c < channels; c++)
            w[c] /= statistics.Rms[c];
        Array.Clear(gradient);
        for (var i = 0; i < count; i++)
        {
            var row = block.Halves.Slice(i * channels, channels);
            var error = batches * statistics.Weight(first + i) * (Logistic.Sigmoid(RowKernels.Dot<Half, HalfLoader>(row, w) + x[channels]) - block.Labels[i]);
            RowKernels.Add<Half, HalfLoader>(row, error, gradient.AsSpan(0, channels));
            gradient[channels] += error;
        }

        for (var c = 0; c < channels; c++)
            gradient[c] = gradient[c] / statistics.Rms[c] + l2 * x[c];
    }

    private static MemoryRows Few(MappedRows rows)
    {
        var count = (int)Math.Min(2000, rows.Rows);
        var block = rows.Read(0, count, new FeatureBuffer());
        return new MemoryRows(rows.Channels, block.Halves.ToArray(), block.Labels.ToArray(), block.Weights.ToArray());
    }
}
