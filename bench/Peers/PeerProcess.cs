using System.Diagnostics;
using System.Globalization;

namespace StayPositive.Peers;

/// <summary>The driver's side: a process that stays, so that no scan pays for a start.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;

    public PeerProcess(string name, int threads, string program, params string[] arguments)
    {
        Name = name;
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["VIPS_CONCURRENCY"] = threads.ToString();
        process = Process.Start(start)!;
        Description = Line();
    }

    public string Name { get; }

    public string Description { get; }

    /// <summary>Peak resident memory so far, megabytes (VmHWM).</summary>
    public double PeakMegabytes => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024 / 1e6;

    /// <summary>Processor time so far, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>One scan, timed from the question to the answer.</summary>
    public (float Logit, double Milliseconds) Scan(string path)
    {
        var from = Stopwatch.GetTimestamp();
        process.StandardInput.WriteLine(path);
        process.StandardInput.Flush();
        var answer = Line();
        return (float.Parse(answer, CultureInfo.InvariantCulture), Stopwatch.GetElapsedTime(from).TotalMilliseconds);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private string Line() => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The peer '{Name}' has ended.");
}
