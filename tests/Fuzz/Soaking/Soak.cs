using System.Diagnostics;
using System.Globalization;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Fuzz.Supervising;

namespace StayPositive.Fuzz.Soaking;

/// <summary>
/// Scans the same pictures again and again, by 1, 2 and 8 callers at once, with scans that are cancelled in between. Every result must equal the first one, bit for
/// bit, and the memory must stay as it is.
/// </summary>
internal sealed class Soak : IDisposable
{
    private const int Pictures = 48;
    private const int Line = 1000;
    private static readonly int[] Callers = [1, 2, 8];
    private readonly TextWriter output;
    private readonly IReadOnlyList<byte[]> pictures = SoakPictures.Crops(Pictures);
    private readonly byte[] whole = SoakPictures.Whole();
    private readonly ModelPackage package = ModelPackage.Load(Path.Combine(AppContext.BaseDirectory, "models", "starter"));
    private readonly ImageScanner scanner;
    private readonly string[] expected;
    private readonly string expectedWhole;
    private readonly TimeSpan wholeTime;
    private int different;
    private int cancelled;
    private int inTime;

    private Soak(TextWriter output)
    {
        this.output = output;
        scanner = new ImageScanner(package, new BackboneOptions { TileCells = 32, Threads = 1 }); // the callers are the parallelism
        using var reference = new ImageScanner(package, new BackboneOptions { TileCells = 32, Threads = 1 });
        expected = [.. pictures.Select(picture => Fingerprint.Of(reference.Scan(picture)))];
        expectedWhole = Fingerprint.Of(reference.Scan(whole));
        var watch = Stopwatch.StartNew();
        scanner.Scan(whole);
        wholeTime = watch.Elapsed;
    }

    public void Dispose() => scanner.Dispose();

    /// <returns>True when all results were equal and the memory was flat.</returns>
    public static bool Run(int scans, TextWriter output)
    {
        using var soak = new Soak(output);
        soak.SessionThreads();
        return soak.Scans(scans);
    }

    /// <summary>Threads inside a run of the network.</summary>
    private void SessionThreads()
    {
        foreach (var threads in Callers)
        {
            using var other = new ImageScanner(package, new BackboneOptions { TileCells = 32, Threads = threads });
            var unlike = pictures.Where((picture, i) => Fingerprint.Of(other.Scan(picture)) != expected[i]).Count();
            different += unlike;
            output.WriteLine($"{threads} threads in the session: {Pictures - unlike} of {Pictures} results equal those of one thread, bit for bit");
        }
    }

    private bool Scans(int scans)
    {
        var memory = new MemoryCurve();
        var step = Math.Clamp(scans / 100, 10, 100);
        var watch = Stopwatch.StartNew();
        for (var done = 0; done < scans;)
        {
            var batch = Math.Min(step, scans - done);
            var from = done;
            Parallel.For(0, batch, new ParallelOptions { MaxDegreeOfParallelism = Callers[done / step % Callers.Length] }, i => Check(from + i));
            Cancel(done);
            done += batch;
            memory.Add(ResidentMemory.Now(Environment.ProcessId));
            if (done % Line == 0)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done,7} scans  {memory.Last / 1e6,7:F1} MB resident  {done / watch.Elapsed.TotalSeconds,6:F0} scans/s  {different} different"));
        }

        output.WriteLine($"{scans} scans by 1, 2 and 8 callers, {cancelled} more cancelled in the middle, {inTime} cancelled too late: {different} results differ from the first");
        output.WriteLine(memory.Verdict());
        return different == 0 && memory.IsFlat;
    }

    private void Check(int number)
    {
        var i = number % Pictures;
        if (Fingerprint.Of(scanner.Scan(pictures[i])) != expected[i])
            Interlocked.Increment(ref different);
    }

    /// <summary>One scan of several tiles is stopped somewhere; the next one must not notice.</summary>
    private void Cancel(int number)
    {
        using var source = new CancellationTokenSource(wholeTime * (new Chance(Pictures, number).Next(1, 90) / 100.0));
        try
        {
            different += Fingerprint.Of(scanner.Scan(whole, cancellation: source.Token)) == expectedWhole ? 0 : 1;
            inTime++;
        }
        catch (OperationCanceledException)
        {
            cancelled++;
        }

        different += Fingerprint.Of(scanner.Scan(whole)) == expectedWhole ? 0 : 1;
    }
}
