// The exact solver against others on the same objective and scaling, in one run. Started by bench/Solvers/run, which says what it needs.
// Usage: Solvers FOLDER_WITH_PEER.PY [ROWS ...], Solvers --million, Solvers --rescore, Solvers --kernels,
// or Solvers --peer NAME ... for one of its own processes.
using System.Diagnostics;
using StayPositive.RetrainJob.Heads;
using StayPositive.Solvers;

const int Channels = 2048;
const double L2 = 1e-3;
if (args is ["--peer", var name, .. var arguments])
{
    var problem = Problem.Of(arguments);
    switch (name)
    {
        case "ours":
            Peers.Ours(problem);
            return 0;
        case "mathnet":
            Peers.MathNet(problem, double.Parse(arguments[4]));
            return 0;
        case "adam":
            Peers.Adam(problem, double.Parse(arguments[4]), double.Parse(arguments[5]), int.Parse(arguments[6]), double.Parse(arguments[7]));
            return 0;
        default:
            throw new ArgumentException($"There is no peer '{name}'.");
    }
}

if (args is ["--kernels"])
{
    Kernels.Run();
    return 0;
}

if (args is ["--rescore"])
{
    Rescoring.Run();
    return 0;
}

var folder = Directory.CreateTempSubdirectory("stay-positive-solvers-").FullName;
try
{
    if (args is ["--million"])
        Million(new Problem(folder, 1_000_000, Channels, L2));
    else
        foreach (var rows in args.Length > 1 ? args[1..].Select(int.Parse) : [10_000, 100_000])
        {
            var problem = new Problem(folder, rows, Channels, L2);
            problem.Write(seed: 1);
            new Race(Path.Combine(args[0], "peer.py"), problem).Run();
        }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

return 0;

static void Million(Problem problem)
{
    problem.Write(seed: 2);
    using var rows = problem.Open();
    foreach (var settings in new[] { problem.Settings, problem.Settings with { Bias = BiasTreatment.Zero } })
    {
        var (from, processor) = (Stopwatch.GetTimestamp(), Answer.Processor());
        var fit = HeadSolver.Solve(rows, settings, CancellationToken.None);
        Console.WriteLine(
            $"{problem.Rows} x {problem.Channels} float16, bias {settings.Bias}: {Stopwatch.GetElapsedTime(from).TotalSeconds:F1} s, CPU {(Answer.Processor() - processor).TotalSeconds:F1} s; " +
            $"objective {fit.Objective:F9}, KKT residual {fit.KktResidual:E1} after {fit.Iterations} steps, {fit.NonZeros} weights > 0, peak {Answer.Peak():F0} MB with the mapped file");
    }
}
