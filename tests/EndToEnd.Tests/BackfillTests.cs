using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace StayPositive.EndToEnd.Tests;

/// <summary>Backfills of the app as a process that is killed.</summary>
public sealed class BackfillTests
{
    private const int Uploads = 200;
    private const int PageSize = 10;
    private const int Kills = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_again_and_again_it_takes_every_older_upload_once()
    {
        var random = new Random(20261124);
        using var data = new DataFolder();
        for (var n = 0; n < Uploads; n++)
            data.Upload($"old/{n:D3}.bmp", TinyImage.Bmp(n));
        string? id = null;
        var (taken, middle) = (0L, 0);
        for (var life = 0; life <= Kills; life++)
        {
            await using var app = AppProcess.OnFolder(
                data.Path, ("Scanning__SweepSince", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)), ("Backfills__PageSize", $"{PageSize}"));
            await app.TokenAsync(Cancellation);
            await app.AnswersAsync("/api/ready", Cancellation);
            if (id is null)
            {
                id = (await SendAsync(app, HttpMethod.Post, "", new { container = "uploads", prefix = "old/" })).GetProperty("id").GetString();
                var counted = await UntilAsync(app, id!, backfill => backfill.GetProperty("status").GetString() == "Ready");
                Assert.Equal((Uploads, Uploads, 0), (counted.GetProperty("count").GetProperty("blobs").GetInt32(), counted.GetProperty("count").GetProperty("due").GetInt32(), counted.GetProperty("progress").GetProperty("taken").GetInt32()));
                Assert.True(counted.GetProperty("count").GetProperty("megapixels").GetDouble() > 0 && counted.GetProperty("count").GetProperty("cpuSeconds").GetDouble() > 0);
                await SendAsync(app, HttpMethod.Post, $"/uploads/{id}/run", null);
            }

            if (life == Kills)
            {
                var done = await UntilAsync(app, id!, backfill => backfill.GetProperty("status").GetString() == "Done");
                var progress = done.GetProperty("progress");
                Assert.Equal(Uploads, progress.GetProperty("taken").GetInt32());
                Assert.Equal(Uploads, progress.GetProperty("scanned").GetInt32() + progress.GetProperty("known").GetInt32());
                Assert.InRange(progress.GetProperty("known").GetInt32(), 0, Kills * PageSize); // pages that a kill cut short
                TestContext.Current.SendDiagnosticMessage("{0} kills, {1} while it ran; {2}", Kills, middle, done.GetRawText());
                continue;
            }

            taken = (await UntilAsync(app, id!, backfill => Taken(backfill) > taken)).GetProperty("progress").GetProperty("taken").GetInt64();
            middle += taken < Uploads ? 1 : 0;
            await Task.Delay(random.Next(200), Cancellation);
            await app.KillAsync();
        }

        Assert.InRange(middle, 2, Kills);
        foreach (var upload in await data.CurrentAsync(Cancellation))
            Assert.NotNull(await data.StateAsync(upload, Cancellation));
    }

    private static long Taken(JsonElement backfill) => backfill.GetProperty("progress").GetProperty("taken").GetInt64();

    private static async Task<JsonElement> UntilAsync(AppProcess app, string id, Func<JsonElement, bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50, Cancellation))
        {
            var backfill = await SendAsync(app, HttpMethod.Get, $"/uploads/{id}", null);
            if (holds(backfill) || backfill.GetProperty("status").GetString() == "Done")
                return backfill;
            Assert.True(watch.Elapsed < Patience, $"{backfill}\n{app.Log}");
        }
    }

    private static async Task<JsonElement> SendAsync(AppProcess app, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, "/api/backfills" + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await app.Http.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {answer.StatusCode} {text}\n{app.Log}");
        return JsonDocument.Parse(text).RootElement;
    }
}
