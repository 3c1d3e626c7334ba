using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Shards;

// A million compacted vectors judged by a new head, beside what the same cores read from memory in the same run.
// Usage: dotnet run -c Release --project bench/Rescoring -- [vectors = 1000000] [channels = 256] [repeats = 7]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var vectors = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
var channels = args.Length > 1 ? int.Parse(args[1]) : 256;
var repeats = args.Length > 2 ? int.Parse(args[2]) : 7;

var backbone = ContentHash.Of("bench"u8);
var random = new Random(1);
var each = (64 << 20) / (channels * 2);
var files = new List<byte[]>();
for (var left = vectors; left > 0; left -= each)
    files.Add(SyntheticShard.File(backbone, Math.Min(left, each), channels, random));
var bytes = (long)vectors * channels * 2;
Console.WriteLine($"{vectors} vectors of {channels} float16 features in {files.Count} shards: {bytes / 1e6:F0} MB of features, {files.Sum(file => (long)file.Length) / 1e6:F0} MB of files; {Environment.ProcessorCount} cores");

var weights = Enumerable.Range(0, channels).Select(_ => random.NextSingle()).ToArray();
var head = new NonNegativeHead(new ModelVersion("bench"), weights, -1);
var shards = files.Select(file => new Shard("bench", ParquetFile.Read(file), channels)).ToArray();

var reading = Best(() => shards.Sum(shard => Read(shard.Features) & 0xFF));
var scoring = Best(() => shards.Sum(shard => ShardScorer.Logits(shard, head)[0]));
var opening = Best(() => files.Sum(file => new Shard("bench", ParquetFile.Read(file), channels).Rows));
var hashing = Best(() => files.Sum(file => SHA256.HashData(file)[0]));
Console.WriteLine($"memory read, all cores     {reading.TotalMilliseconds,8:F1} ms  {bytes / reading.TotalSeconds / 1e9,6:F2} GB/s");
Console.WriteLine($"rescoring                  {scoring.TotalMilliseconds,8:F1} ms  {bytes / scoring.TotalSeconds / 1e9,6:F2} GB/s  {reading / scoring:F2} of the memory's  {vectors / scoring.TotalSeconds / 1e6:F1} million vectors/s");
Console.WriteLine($"checksums of all columns   {opening.TotalMilliseconds,8:F1} ms  {files.Sum(file => (long)file.Length) / opening.TotalSeconds / 1e9,6:F2} GB/s");
Console.WriteLine($"(SHA-256, for comparison)  {hashing.TotalMilliseconds,8:F1} ms  {files.Sum(file => (long)file.Length) / hashing.TotalSeconds / 1e9,6:F2} GB/s");

var (worst, logits) = (0.0, ShardScorer.Logits(shards[0], head));
for (var row = 0; row < Math.Min(1000, shards[0].Rows); row++)
{
    var exact = -1.0;
    for (var c = 0; c < channels; c++)
        exact += (double)shards[0].Stored(row)[c] * weights[c];
    worst = Math.Max(worst, Math.Abs(exact - logits[row]) / Math.Max(1, Math.Abs(exact)));
}

Console.WriteLine($"largest relative difference from float64: {worst:E1}");
return 0;

TimeSpan Best<T>(Func<T> work)
{
    var best = TimeSpan.MaxValue;
    for (var n = 0; n < repeats; n++)
    {
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(work());
        best = watch.Elapsed < best ? watch.Elapsed : best;
    }

    return best;
}

// Every byte of the features is loaded, in blocks over all cores, as the rescoring does.
static long Read(ReadOnlyMemory<byte> memory)
{
    const int block = 1 << 18;
    var total = 0L;
    Parallel.For(0, (memory.Length + block - 1) / block, () => 0L, (n, _, sum) =>
    {
        var longs = MemoryMarshal.Cast<byte, Vector<long>>(memory.Span.Slice(n * block, Math.Min(block, memory.Length - n * block)));
        var (a, b, c, d) = (Vector<long>.Zero, Vector<long>.Zero, Vector<long>.Zero, Vector<long>.Zero);
        for (var k = 0; k + 3 < longs.Length; k += 4)
            (a, b, c, d) = (a ^ longs[k], b ^ longs[k + 1], c ^ longs[k + 2], d ^ longs[k + 3]);
        return sum ^ Vector.Sum(a ^ b ^ c ^ d);
    }, sum => Interlocked.Add(ref total, sum));
    return total;
}
