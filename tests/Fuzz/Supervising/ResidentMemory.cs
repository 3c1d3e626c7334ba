using System.Globalization;

namespace StayPositive.Fuzz.Supervising;

/// <summary>What Linux says of a process's memory.</summary>
internal static class ResidentMemory
{
    private const string ResetPeak = "5"; // proc(5), clear_refs

    /// <summary>Bytes in memory now; 0 when the process has gone.</summary>
    public static long Now(int process) => Field(process.ToString(CultureInfo.InvariantCulture), "VmRSS:");

    /// <summary>Most bytes in memory since <see cref="StartPeak"/>.</summary>
    public static long OwnPeak() => Field("self", "VmHWM:");

    public static void StartPeak() => File.WriteAllText("/proc/self/clear_refs", ResetPeak);

    private static long Field(string process, string name)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process}/status"))
                if (line.StartsWith(name, StringComparison.Ordinal))
                    return 1024 * long.Parse(line.AsSpan(name.Length).Trim()[..^3]); // "   123 kB"
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process ended between two looks.
        }

        return 0;
    }
}
