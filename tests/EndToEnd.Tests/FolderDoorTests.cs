using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using StayPositive.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Azurite))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace StayPositive.EndToEnd.Tests;

/// <summary>The app on a folder, as on a laptop.</summary>
public sealed class FolderDoorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_samples_dropped_into_the_folder_have_their_verdicts_within_seconds()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.TokenAsync(Cancellation);
        await app.AnswersAsync("/api/ready", Cancellation);
        var samples = Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.jpg");
        Assert.Equal(8, samples.Length);

        var watch = Stopwatch.StartNew();
        foreach (var sample in samples)
            data.Upload(Path.GetFileName(sample), await File.ReadAllBytesAsync(sample, Cancellation));
        foreach (var name in samples.Select(sample => Path.GetFileNameWithoutExtension(sample)))
        {
            var state = await StateAsync(app, name + ".jpg");
            var expected = name.EndsWith("-inpainted", StringComparison.Ordinal) ? "Inpainted" : name.EndsWith("-generated", StringComparison.Ordinal) ? "AiGenerated" : "NoFindings";
            Assert.Equal((name, expected), (name, state.GetProperty("scanned").GetString()));
            Assert.Equal(name + ".jpg", state.GetProperty("blob").GetString());
        }

        TestContext.Current.SendDiagnosticMessage("8 samples: the last state after {0:F1} s", watch.Elapsed.TotalSeconds);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task A_file_that_was_just_written_is_scanned_when_it_rests()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.TokenAsync(Cancellation);
        await app.AnswersAsync("/api/ready", Cancellation);
        data.Upload("new.bmp", TinyImage.Bmp(1), rested: false);

        Assert.Equal(JsonValueKind.String, (await StateAsync(app, "new.bmp")).GetProperty("scanned").ValueKind);
    }

    [Fact]
    public async Task Without_the_token_of_this_start_nothing_is_told()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.AnswersAsync("/api/ready", Cancellation);
        var routes = new[] { ("GET", "/api/states/uploads/a.jpg"), ("POST", "/api/scan-requests"), ("POST", "/api/scans"), ("GET", "/api/heatmaps/uploads/x/y"), ("GET", "/api/measurements/uploads/x"), ("GET", "/api/policies") };
        foreach (var ((method, path), token) in routes.SelectMany(route => new[] { null, "", new string('0', 32) }.Select(token => (route, token))))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("X-MS-CLIENT-PRINCIPAL-NAME", "admin");
            using var answer = await app.Http.SendAsync(request, Cancellation);
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task A_request_that_names_another_host_is_refused()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.TokenAsync(Cancellation);
        await app.AnswersAsync("/api/ready", Cancellation);
        foreach (var (host, status) in new[] { ("evil.example", HttpStatusCode.BadRequest), ("127.0.0.1", HttpStatusCode.OK), ("localhost", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health");
            request.Headers.Host = host;
            using var answer = await app.Http.SendAsync(request, Cancellation);
            Assert.Equal((host, status), (host, answer.StatusCode));
        }
    }

    [Fact]
    public async Task One_interrupt_ends_it_without_an_error()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.AnswersAsync("/api/ready", Cancellation);
        data.Upload("a.bmp", TinyImage.Bmp(1));

        Assert.Equal((0, ""), (await app.InterruptAsync(Cancellation), string.Join('\n', app.Log.Split('\n').Where(line => line.StartsWith("fail", StringComparison.Ordinal) || line.StartsWith("crit", StringComparison.Ordinal)))));
    }

    private static async Task<JsonElement> StateAsync(AppProcess app, string name)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100, Cancellation))
        {
            using var answer = await app.Http.GetAsync($"/api/states/{DataFolder.Container}/{name}", Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            if (answer.StatusCode == HttpStatusCode.OK)
                return JsonDocument.Parse(text).RootElement;
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound && watch.Elapsed < TimeSpan.FromSeconds(60), $"{name}: {answer.StatusCode} {text}\n{app.Log}");
        }
    }
}
