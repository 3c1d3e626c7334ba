using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using StayPositive.Storage.Keys;

namespace StayPositive.EndToEnd.Tests;

/// <summary>kill -9 at random moments, while uploads, overwrites, duplicates, and requests for all of them arrive; then one life to the end. STAYPOSITIVE_KILLS sets how often (20).</summary>
public sealed class KillTests
{
    private const int FullRun = 100;

    private const int Seed = 20261124;
    private const int Contents = 40; // few, so that duplicates are frequent
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Random random = new(Seed);
    private readonly List<string> names = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_random_it_loses_nothing_and_tells_nothing_twice_differently()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("STAYPOSITIVE_KILLS") ?? "20", CultureInfo.InvariantCulture);
        using var data = new DataFolder();
        var (uploads, requests, hits, markers) = (0, 0, 0, 0);
        for (var life = 0; life < kills; life++)
        {
            uploads += Upload(data, random.Next(1, 6));
            await using var app = AppProcess.OnFolder(data.Path);
            var early = random.Next(5) == 0;
            if (!early)
                await app.TokenAsync(Cancellation);
            var moment = Task.Delay(random.Next(early ? 800 : 1500), Cancellation);
            var answers = new List<Task>();
            while (!moment.IsCompleted)
            {
                uploads += Upload(data, random.Next(3) == 0 ? 1 : 0);
                answers.Add(AskAsync(app, names[random.Next(names.Count)]));
                await Task.WhenAny(moment, Task.Delay(random.Next(150), Cancellation));
            }

            await app.KillAsync();
            await Task.WhenAll(answers);
            requests += answers.Count;
            var open = await data.States.ListOpenAsync(new Scope(DataFolder.Container), Cancellation).CountAsync(Cancellation);
            (hits, markers) = (hits + (open > 0 ? 1 : 0), markers + open);
        }

        await using (var last = AppProcess.OnFolder(data.Path))
        {
            await FinishAsync(data, last);
            Assert.Equal(0, await last.InterruptAsync(Cancellation));
        }

        var found = await Invariants.CheckAsync(data, Cancellation);
        var figures = $"{kills} kills, {uploads} uploads, {requests} requests, {hits} kills between a marker and the last effect of {markers} uploads; {found}";
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage("{0}", figures);
        Assert.Equal(names.Count, found.Current);
        if (kills >= FullRun)
            Assert.InRange(hits, 1, kills); // else nothing was shown; a few kills may all fall between two uploads
    }

    /// <summary>New ones, duplicates and overwrites; one of eight is no image, or half of one.</summary>
    private int Upload(DataFolder data, int count)
    {
        for (var n = 0; n < count; n++)
        {
            if (names.Count == 0 || random.Next(4) > 0)
                names.Add($"{names.Count:D4}.bmp");
            var name = names[random.Next(2) == 0 ? ^1 : random.Next(names.Count)];
            ReadOnlySpan<byte> content = TinyImage.Bmp(random.Next(Contents));
            if (!File.Exists(Path.Combine(data.Path, DataFolder.Container, names[^1])))
                name = names[^1];
            data.Upload(name, random.Next(8) > 0 ? content : random.Next(2) == 0 ? content[..(content.Length / 2)] : "no image"u8, rested: random.Next(4) > 0);
        }

        return count;
    }

    /// <summary>An event, from without; the app may be killed while it answers, or not be there yet.</summary>
    private static async Task AskAsync(AppProcess app, string name)
    {
        try
        {
            using var answer = await app.Http.PostAsJsonAsync("/api/scan-requests", new { container = DataFolder.Container, blob = name }, Cancellation);
        }
        catch (HttpRequestException)
        {
            // It was killed.
        }
    }

    private static async Task FinishAsync(DataFolder data, AppProcess app)
    {
        for (var watch = Stopwatch.StartNew(); !await IsFinishedAsync(data); await Task.Delay(500, Cancellation))
            Assert.True(watch.Elapsed < Patience, $"It did not finish.\n{app.Log}");
    }

    private static async Task<bool> IsFinishedAsync(DataFolder data)
    {
        foreach (var upload in await data.CurrentAsync(Cancellation))
            if (await data.StateAsync(upload, Cancellation) is not { Open.Count: 0 })
                return false;
        await foreach (var key in data.States.ListOpenAsync(new Scope(DataFolder.Container), Cancellation))
            if (await data.States.ReadAsync(key, Cancellation) is not null)
                return false;
        return true;
    }
}
