using System.Diagnostics;
using System.Globalization;
using StayPositive.Fuzz.Cases;

namespace StayPositive.Fuzz.Supervising;

/// <summary>The parent: starts workers, survives them, and writes down what they died of.</summary>
internal sealed class Supervisor(RunOptions options, TextWriter output)
{
    private const int SignalBase = 128;
    private readonly ICaseSource cases = Sources.Open(options.Source, options.Seed, inWorker: false);
    private readonly List<Finding> findings = [];
    private readonly Tally tally = new();

    /// <summary>Runs all cases, and prints progress and the table.</summary>
    /// <exception cref="InvalidOperationException">A worker does not even start.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var end = (int)Math.Min((long)options.From + options.Count, cases.Count);
        for (var next = options.From; next < end;)
        {
            next = await RangeAsync(next, Math.Min(end, next + options.RangeLength), cancellation);
            if (end - options.From > options.RangeLength)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{next - options.From} of {end - options.From} cases, {findings.Count} findings, {watch.Elapsed.TotalSeconds:F0} s"));
        }

        tally.Print(output, watch.Elapsed);
        await output.WriteLineAsync($"findings   {findings.Count}{(findings.Count == 0 ? "" : $", inputs in {options.Findings}")}");
        foreach (var finding in findings)
            await output.WriteLineAsync($"  {finding.What}: case {finding.Number} ({finding.Name}): {finding.Detail}");
        return findings;
    }

    /// <returns>The next case to run: behind the range, or behind the case that the worker died of.</returns>
    private async Task<int> RangeAsync(int from, int to, CancellationToken cancellation)
    {
        using var worker = WorkerProcess.Start(options, from, to);
        var next = from;
        var exit = await worker.ReadAsync(Finished, cancellation);
        if (worker.Current is { } current)
        {
            Add(current, worker.Killed ?? "crash", worker.Killed switch
            {
                "hang" => $"It took more than {options.CaseLimit.TotalSeconds} s.",
                "memory" => $"The worker had more than {options.MemoryLimitMegabytes} MB in memory.",
                _ => $"The worker ended with code {exit}{(exit > SignalBase ? $" (signal {exit - SignalBase})" : "")}: {worker.Errors()}",
            });
            return current + 1;
        }

        if (next < to)
            throw new InvalidOperationException($"The worker ended with code {exit} before a case began: {worker.Killed} {worker.Errors()}");
        return next;

        void Finished(CaseLine line)
        {
            next = line.Number + 1;
            tally.Add(line);
            if (line.Result.Broken is { } broken)
                Add(line.Number, "broken", broken);
            else if (line.PeakBytes > options.MemoryLimitMegabytes * 1_000_000L)
                Add(line.Number, "memory", $"It took {line.PeakBytes / 1_000_000} MB; the limit is {options.MemoryLimitMegabytes}.");
        }
    }

    private void Add(int number, string what, string detail)
    {
        var hostile = cases[number];
        findings.Add(new Finding(number, hostile.Name, what, detail));
        Directory.CreateDirectory(options.Findings);
        File.WriteAllBytes(Path.Combine(options.Findings, $"{options.Source}-{options.Seed}-{number}.bin"), hostile.Make());
    }
}
