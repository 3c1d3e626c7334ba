using System.Text;
using System.Text.Json;
using StayPositive.Storage.States;

namespace StayPositive.EndToEnd.Tests;

/// <summary>What a copy of a known image costs, beside the scan of a new one, in one run.</summary>
public sealed class DuplicateTests
{
    private const int Images = 12;
    private const int WarmUp = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_duplicate_costs_no_inference_and_at_most_a_fifth_of_a_scans_processor_time()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.AsCustomHandler(("data", data.Path));
        await app.AnswersAsync("/", Cancellation);
        await CostAsync(data, app, "warm", Enumerable.Range(100, WarmUp));
        await CostAsync(data, app, "warm again", Enumerable.Range(100, WarmUp));

        var scan = await CostAsync(data, app, "scan", Enumerable.Range(0, Images));
        var duplicate = await CostAsync(data, app, "duplicate", Enumerable.Range(0, Images));

        var found = await Invariants.CheckAsync(data, Cancellation);
        var figures = $"1 MP JPEG: {1000 * scan.Seconds / Images:F0} ms of processor for a scan, {1000 * duplicate.Seconds / Images:F0} for a duplicate: {duplicate.Seconds / scan.Seconds:F3}; {duplicate.Inferences} of {Images} duplicates took time for features; {found}";
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage("{0}", figures);
        Assert.Equal((Images, 0), (scan.Inferences, duplicate.Inferences));
        Assert.Equal(Images + WarmUp, found.Measurements);
        Assert.InRange(duplicate.Seconds, 0, scan.Seconds / 5);
    }

    private static async Task<(double Seconds, int Inferences)> CostAsync(DataFolder data, AppProcess app, string folder, IEnumerable<int> seeds)
    {
        var names = seeds.Select(seed => (Seed: seed, Name: $"{folder}/{seed}.jpg")).ToArray();
        foreach (var (seed, name) in names)
            data.Upload(name, Photo.Jpeg(1000, 1000, seed));
        var before = app.ProcessorSeconds;
        foreach (var (_, name) in names)
        {
            using var answer = await app.Http.PostAsync("/ScanRequest", new StringContent(HostPayload.Queue(JsonSerializer.Serialize(new { container = DataFolder.Container, blob = name })), Encoding.UTF8, "application/json"), Cancellation);
            answer.EnsureSuccessStatusCode();
        }

        var seconds = app.ProcessorSeconds - before;
        var states = new List<UploadState>();
        foreach (var upload in await data.CurrentAsync(Cancellation))
            if (upload.Version.Name.Name.StartsWith(folder + "/", StringComparison.Ordinal))
                states.Add((await data.StateAsync(upload, Cancellation))!);
        Assert.Equal(names.Length, states.Count);
        return (seconds, states.Count(state => state.Timings!.Features > 0));
    }
}
