using System.Diagnostics;
using System.Globalization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Review.Tests;

/// <summary>A long queue. STAYPOSITIVE_PENDING=100000 for the full length.</summary>
public sealed class ScaleTests(Browsers browsers)
{
    private const int Few = 100;

    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("STAYPOSITIVE_PENDING") ?? "2000", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_page_costs_no_more_behind_a_long_queue()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync([.. Samples.Edits.Select(name => (name, Samples.Read(name)))]);
        foreach (var hash in hashes)
            (await world.PostAsync($"/api/review/items/uploads/{hash}/decision", new { seen = 0, ruling = "Undecided" })).EnsureSuccessStatusCode();
        foreach (var hash in hashes)
            (await world.PostAsync($"/api/review/items/uploads/{hash}/undo", new { seen = 1 })).EnsureSuccessStatusCode();

        // Items of the contents that were scanned, at other times: every row is read as a real one is.
        await AddAsync(world, hashes, 0, Few);
        var few = await MedianAsync(world);
        await AddAsync(world, hashes, Few, Many);
        var before = world.App.ResidentMegabytes;
        var many = await MedianAsync(world);
        var grown = world.App.ResidentMegabytes - before;
        TestContext.Current.SendDiagnosticMessage("first page: {0:F2} ms with {1} items, {2:F2} ms with {3}: ratio {4:F2}; memory grew by {5:F1} MB", few, Few, many, Many, many / few, grown);
        Assert.InRange(many / few, 0, 2);
        Assert.InRange(grown, -1000, 30);
    }

    private static async Task AddAsync(ReviewWorld world, IReadOnlyList<string> hashes, int from, int to)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Parallel.ForAsync(from, to, Cancellation, async (n, stop) => await world.Installation.Pending.AddAsync(
            world.Scope, new PendingItem(PendingBucket.Findings, start.AddSeconds(97.0 * n), Decision.AiGenerated, n % ScoreBucket.Count, "default-1", ContentHash.Parse(hashes[n % hashes.Count])), stop));
    }

    /// <summary>Milliseconds of a first page, the median of many, both orders.</summary>
    private static async Task<double> MedianAsync(ReviewWorld world)
    {
        var times = new List<double>();
        for (var n = 0; n < 44; n++)
        {
            var watch = Stopwatch.StartNew();
            var answer = await world.GetAsync($"/api/review/queue?take=50&order={(n % 2 == 0 ? "oldest" : "highest")}");
            if (n >= 4) // the first ones warm up
                times.Add(watch.Elapsed.TotalMilliseconds);
            Assert.InRange(answer.GetProperty("items").GetArrayLength(), 50, 60);
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
