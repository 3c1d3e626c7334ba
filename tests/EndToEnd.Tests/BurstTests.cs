using System.Diagnostics;
using System.Globalization;

namespace StayPositive.EndToEnd.Tests;

/// <summary>Many large photos at once: the memory that the settings allow is not exceeded. STAYPOSITIVE_BURST sets how many of 12 megapixels (4); each tenth and the last are larger.</summary>
public sealed class BurstTests
{
    private const int BudgetMegabytes = 500;
    private static readonly TimeSpan PatiencePerImage = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_burst_of_large_photos_stays_inside_the_memory_budget()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("STAYPOSITIVE_BURST") ?? "4", CultureInfo.InvariantCulture);
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Scanning__MemoryMegabytes", $"{BudgetMegabytes}"), ("Scanning__Concurrency", "8"));
        await app.AnswersAsync("/api/ready", Cancellation);
        var idle = app.ResidentMegabytes;

        var watch = Stopwatch.StartNew();
        var megapixels = 0.0;
        for (var n = 0; n < count; n++)
        {
            var (width, height) = n % 10 == 9 || n == count - 1 ? (7200, 5000) : (4000, 3000);
            megapixels += width * height / 1e6;
            data.Upload($"{n:D3}.jpg", Photo.Jpeg(width, height, n));
        }

        while (!await IsFinishedAsync(data))
        {
            Assert.True(watch.Elapsed < count * PatiencePerImage, app.Log);
            await Task.Delay(500, Cancellation);
        }

        var found = await Invariants.CheckAsync(data, Cancellation);
        var figures = $"{count} photos of together {megapixels:F0} MP, {watch.Elapsed.TotalSeconds:F0} s, {app.ProcessorSeconds:F0} s of processor: at most {app.PeakMegabytes:F0} MB resident, {idle:F0} before; budget {BudgetMegabytes} MB; {found}";
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage("{0}", figures);
        Assert.Equal(count, found.Scanned);
        Assert.InRange(app.PeakMegabytes, 0, idle + BudgetMegabytes);
    }

    private static async Task<bool> IsFinishedAsync(DataFolder data)
    {
        foreach (var upload in await data.CurrentAsync(Cancellation))
            if (await data.StateAsync(upload, Cancellation) is not { Open.Count: 0 })
                return false;
        return true;
    }
}
