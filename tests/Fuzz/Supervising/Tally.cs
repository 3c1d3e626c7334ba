using System.Globalization;

namespace StayPositive.Fuzz.Supervising;

/// <summary>Counts outcomes and remembers extremes.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, SortedDictionary<string, int>> outcomes = new(StringComparer.Ordinal);
    private CaseLine? slowest;
    private CaseLine? largest;

    public int Cases { get; private set; }

    public int Images { get; private set; }

    public int Scans { get; private set; }

    public void Add(CaseLine line)
    {
        Cases++;
        Images += line.Result.Outcome == CaseResult.Image ? 1 : 0;
        Scans += line.Result.Scanned ? 1 : 0;
        if (!outcomes.TryGetValue(line.Result.Format, out var codes))
            outcomes[line.Result.Format] = codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        codes[line.Result.Outcome] = codes.GetValueOrDefault(line.Result.Outcome) + 1;
        if (slowest is null || line.ProcessorTime > slowest.ProcessorTime)
            slowest = line;
        if (largest is null || line.PeakBytes > largest.PeakBytes)
            largest = line;
    }

    /// <param name="output">Where to.</param>
    /// <param name="elapsed">Time of the whole run.</param>
    public void Print(TextWriter output, TimeSpan elapsed)
    {
        output.WriteLine($"{"format",-10}{"cases",9}  outcomes");
        foreach (var (format, codes) in outcomes)
            output.WriteLine($"{format,-10}{codes.Values.Sum(),9}  {string.Join(", ", codes.OrderByDescending(code => code.Value).Select(code => $"{code.Key} {code.Value}"))}");
        output.WriteLine($"{"all",-10}{Cases,9}  {Images} images, {Scans} of them scanned");
        if (slowest is not null)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest    case {slowest.Number}: {slowest.ProcessorTime.TotalSeconds:F2} s of processor time, {slowest.Elapsed.TotalSeconds:F2} s by the clock ({slowest.Result.Format}, {slowest.Result.Outcome})"));
        if (largest is not null)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory     case {largest.Number}: {largest.PeakBytes / 1e6:F0} MB resident at most ({largest.Result.Format}, {largest.Result.Outcome})"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"speed      {Cases / elapsed.TotalSeconds:F0} cases/s over {elapsed.TotalSeconds:F0} s"));
    }
}
