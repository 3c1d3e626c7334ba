using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StayPositive.Solvers;

/// <summary>What a peer's process reports, on its last line of output; the point itself, v and b in float64, is in a file.</summary>
/// <param name="Seconds">On the wall, from the data in the peer's own form to its answer.</param>
/// <param name="ProcessorSeconds">The same, of all threads.</param>
/// <param name="PeakMegabytes">Peak resident memory of the process (VmHWM), with what it maps of files.</param>
/// <param name="Passes">Evaluations of the gradient over all rows.</param>
/// <param name="Note">What else is to be said.</param>
internal sealed record Answer(double Seconds, double ProcessorSeconds, double PeakMegabytes, double Passes, string Note)
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Answer Parse(string line) => JsonSerializer.Deserialize<Answer>(line, CamelCase)!;

    public void Report(string folder, double[] point)
    {
        File.WriteAllBytes(PointFile(folder), MemoryMarshal.AsBytes<double>(point));
        Console.WriteLine(JsonSerializer.Serialize(this, CamelCase));
    }

    public static double[] Point(string folder) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(PointFile(folder))).ToArray();

    /// <summary>Peak resident memory of this process, megabytes.</summary>
    public static double Peak() =>
        double.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024 / 1e6;

    /// <summary>Processor time of this process.</summary>
    public static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static string PointFile(string folder) => Path.Combine(folder, "point.f64");
}
