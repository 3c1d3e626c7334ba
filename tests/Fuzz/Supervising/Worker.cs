using System.Diagnostics;
using StayPositive.Fuzz.Cases;

namespace StayPositive.Fuzz.Supervising;

/// <summary>The child: runs a range of cases and reports each one. It may die on any of them; the parent sees on which.</summary>
internal static class Worker
{
    private const long MadeMuch = 50_000_000;

    /// <param name="source">Name of the source.</param>
    /// <param name="seed">Of the mutations.</param>
    /// <param name="from">First case.</param>
    /// <param name="to">Behind the last case.</param>
    /// <param name="scanEvery">Every how many-th case is scanned, too.</param>
    /// <param name="output">Begin and end of each case.</param>
    public static void Run(string source, long seed, int from, int to, int scanEvery, TextWriter output)
    {
        using var runner = new CaseRunner();
        var cases = Sources.Open(source, seed, inWorker: true);
        for (var next = from; next < to; next++)
        {
            var number = next;
            Write(CaseLine.Begin(number));
            Write(Report(runner, number, cases[number], number % scanEvery == 0, () => Write(CaseLine.Begin(number))).ToString());
        }

        void Write(string line)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static CaseLine Report(CaseRunner runner, int number, HostileCase hostile, bool scan, Action heartbeat)
    {
        var (began, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        try
        {
            var bytes = hostile.Make();
            // What the making of a large case left behind is not the decoder's.
            if (GC.GetTotalMemory(forceFullCollection: false) > MadeMuch)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
            ResidentMemory.StartPeak();
            (began, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            return Line(runner.Run(hostile, bytes, scan, heartbeat));
        }
#pragma warning disable CA1031 // Any exception is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Line(new CaseResult("-", "Exception", Scanned: false, $"Exception: {exception}"));
        }

        CaseLine Line(CaseResult result) => new(number, result, Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - worked, ResidentMemory.OwnPeak());
    }
}
