using System.Diagnostics;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.Solvers;

/// <summary>Runs the peers one after the other on one problem and prints a table: how near each came to the optimum, and what it took.</summary>
internal sealed class Race(string script, Problem problem)
{
    /// <summary>Distance from the optimal value that counts as reached.</summary>
    public const double Gap = 1e-6;

    /// <summary>No peer gets much more than this many times our processor time (MathNet, Adam).</summary>
    private const double Patience = 21;

    public void Run()
    {
        using var rows = problem.Open();
        var objective = Peers.Objective(problem, rows);
        var constraints = new Constraints(problem.Settings.NonNegative, FreeBias: true);
        var entries = new List<(string Name, Answer Answer, double Value, double Residual)>();

        var ours = Enter("ours", Own("ours"));
        Enter("SciPy L-BFGS-B", Start("/usr/bin/python3", [script, .. problem.Arguments]));
        var optimum = entries.Min(entry => entry.Value);
        var limit = $"{Patience * ours.ProcessorSeconds:R}";
        Enter("MathNet BfgsB", Own("mathnet", limit));
        Enter("Adam + clamp, recipe's rate", Own("adam", $"{optimum:R}", limit, "512", "1e-4"));
        Enter("Adam + clamp, full batch", Own("adam", $"{optimum:R}", limit, $"{problem.Rows}", "1e-2"));

        optimum = entries.Min(entry => entry.Value);
        Console.WriteLine($"\n{problem.Rows} x {problem.Channels}, L2 = {problem.L2}, optimum {optimum:F9}");
        Console.WriteLine("solver                            gap      KKT  seconds  x ours  CPU s  x ours  passes  peak MB");
        foreach (var (name, answer, value, residual) in entries)
            Console.WriteLine(
                $"{name,-28}{value - optimum,9:E1}{residual,9:E1}{answer.Seconds,9:F2}{answer.Seconds / ours.Seconds,8:F1}{answer.ProcessorSeconds,7:F2}{answer.ProcessorSeconds / ours.ProcessorSeconds,8:F1}" +
                $"{answer.Passes,8}{answer.PeakMegabytes,9:F0}  {answer.Note}");

        Answer Enter(string name, Answer answer)
        {
            var evaluation = new Evaluation(problem.Channels, problem.Rows);
            var point = Answer.Point(problem.Folder);
            objective.Evaluate(point, evaluation);
            entries.Add((name, answer, evaluation.Value, constraints.Residual(point, evaluation.Gradient)));
            return answer;
        }
    }

    private Answer Own(string peer, params string[] arguments) => Start(Environment.ProcessPath!, ["--peer", peer, .. problem.Arguments, .. arguments]);

    private static Answer Start(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Answer.Parse(output.TrimEnd().Split('\n')[^1]) : throw new InvalidOperationException($"{program} {arguments[1]} ended with {process.ExitCode}.");
    }
}
