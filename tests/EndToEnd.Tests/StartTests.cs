using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StayPositive.Storage.Keys;

namespace StayPositive.EndToEnd.Tests;

/// <summary>What a user of the standalone app meets: a taken port, a folder that cannot be written, a full disk, Ctrl+C in the middle.</summary>
public sealed class StartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_in_use_is_a_sentence()
    {
        using var data = new DataFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var app = AppProcess.With("--data", data.Path, "--urls", url);
        Assert.Equal(3, await app.ExitAsync(Cancellation));
        Assert.Contains($"AddressInUse: another program listens on {url}; give another address with --urls.", app.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_or_written_is_a_sentence()
    {
        using var data = new DataFolder();
        var file = Path.Combine(data.Path, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        foreach (var folder in new[] { Path.Combine(file, "data"), "/proc/data" })
        {
            await using var app = AppProcess.With("--data", folder, "--urls", $"http://127.0.0.1:{AppProcess.FreePort()}");
            Assert.Equal((folder, 3), (folder, await app.ExitAsync(Cancellation)));
            Assert.StartsWith($"DataNotWritable: '{folder}' cannot be used: ", app.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", app.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_root_leads_to_the_review_page()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.AnswersAsync("/api/ready", Cancellation);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Http.BaseAddress };
        using var answer = await client.GetAsync("/", Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, "/review"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        using var page = await client.GetAsync("/review", Cancellation);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("default-src 'none'; frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_in_the_middle_leaves_every_upload_whole_or_for_the_next_start()
    {
        using var data = new DataFolder();
        const int uploads = 150;
        for (var n = 0; n < uploads; n++)
            data.Upload($"{n:D3}.bmp", TinyImage.Bmp(n));
        var done = 0;
        await using (var app = AppProcess.OnFolder(data.Path))
        {
            for (var watch = Stopwatch.StartNew(); done == 0; await Task.Delay(20, Cancellation))
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), app.Log);
                done = await data.States.ListAsync(new Scope(DataFolder.Container), null, Cancellation).CountAsync(Cancellation);
            }

            Assert.Equal(0, await app.InterruptAsync(Cancellation));
            Assert.DoesNotContain(app.Log.Split('\n'), line => line.StartsWith("fail", StringComparison.Ordinal) || line.StartsWith("crit", StringComparison.Ordinal));
        }

        done = await data.States.ListAsync(new Scope(DataFolder.Container), null, Cancellation).CountAsync(Cancellation);
        Assert.InRange(done, 1, uploads - 1); // else it was not in the middle
        await using var again = AppProcess.OnFolder(data.Path);
        await FinishAsync(data, again);
        Assert.Equal(uploads, (await Invariants.CheckAsync(data, Cancellation)).Current);
    }

    [Fact]
    public async Task A_full_disk_is_a_sentence_and_nothing_is_lost()
    {
        using var disk = SmallDisk.Mount(megabytes: 12);
        using var data = new DataFolder(Path.Combine(disk.Path, "data"));
        await using (var first = AppProcess.OnFolder(data.Path))
            await first.AnswersAsync("/api/ready", Cancellation); // the model and the keys have their place
        for (var n = 0; n < 20; n++)
            data.Upload($"{n:D2}.bmp", TinyImage.Bmp(n));
        disk.Fill();

        await using var app = AppProcess.OnFolder(data.Path);
        for (var watch = Stopwatch.StartNew(); !app.Log.Contains("DiskFull: ", StringComparison.Ordinal); await Task.Delay(100, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), app.Log);
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        Assert.Equal(2, app.Log.Split("DiskFull: ").Length); // said once
        using (var health = await app.Http.GetAsync("/api/health", Cancellation))
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        disk.Empty();
        await FinishAsync(data, app);
        Assert.Equal(20, (await Invariants.CheckAsync(data, Cancellation)).Current);
        Assert.DoesNotContain(app.Log.Split('\n'), line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    private static async Task FinishAsync(DataFolder data, AppProcess app)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, Cancellation))
        {
            var open = 0;
            foreach (var upload in await data.CurrentAsync(Cancellation))
                open += await data.StateAsync(upload, Cancellation) is { Open.Count: 0 } ? 0 : 1;
            if (open == 0)
                return;
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{open} are open\n{app.Log}");
        }
    }
}
