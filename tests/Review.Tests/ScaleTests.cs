using System.Diagnostics;
using System.Globalization;
using Azure.Storage.Blobs;
using StayPositive.Detector.Verdicts;
using StayPositive.EndToEnd.Tests;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Tests;

namespace StayPositive.Review.Tests;

/// <summary>A long queue and a short one beside it. STAYPOSITIVE_PENDING=100000 and STAYPOSITIVE_PENDING_ACCOUNT=10000 for the full lengths.</summary>
public sealed class ScaleTests(Azurite azurite)
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="; // 32 bytes, of no other use
    private const int Few = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("spread", 97_000)] // milliseconds between two items: a steady flow for months
    [InlineData("burst", 36)] // and the backfill of an hour
    public async Task The_first_page_costs_no_more_behind_a_long_queue_in_a_folder(string name, int apart)
    {
        using var data = new DataFolder();
        var (few, many) = (Directory.CreateDirectory(Path.Combine(data.Path, "few")).FullName, Directory.CreateDirectory(Path.Combine(data.Path, "many")).FullName);
        foreach (var sample in Samples.Edits)
            foreach (var folder in new[] { few, many })
                await File.WriteAllBytesAsync(Path.Combine(folder, sample), Samples.Read(sample), Cancellation);
        foreach (var file in Directory.GetFiles(data.Path, "*.jpg", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1)); // at rest
        await using var app = AppProcess.OnFolder(data.Path, ("Scanning__Containers__0", "few"), ("Scanning__Containers__1", "many"), ("Scanning__AuditRate", "0"), ("Web__RequestsPerMinute", "1000000"));
        await MeasureAsync($"folder, {name}", app, new Installation(new InstallationSettings { Data = data.Path }, TimeProvider.System), Length("STAYPOSITIVE_PENDING", 2000), apart, rounds: 40);
    }

    [Fact]
    public async Task The_first_page_costs_no_more_behind_a_long_queue_in_an_account()
    {
        var account = await azurite.ConnectionStringAsync();
        var installation = new Installation(new InstallationSettings { ConnectionString = account, TombstoneKey = Key, AuditKey = Key }, TimeProvider.System);
        var service = new BlobServiceClient(account);
        foreach (var container in new[] { "few", "many" })
            foreach (var sample in Samples.Edits)
            {
                await service.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: Cancellation);
                await service.GetBlobContainerClient(container).GetBlobClient(sample).UploadAsync(BinaryData.FromBytes(Samples.Read(sample)), overwrite: true, Cancellation);
            }

        await using var app = AppProcess.OnFolder(Path.GetTempPath(), ("Storage__ConnectionString", account), ("Storage__TombstoneKey", Key), ("Storage__AuditKey", Key),
            ("Scanning__Containers__0", "few"), ("Scanning__Containers__1", "many"), ("Scanning__AuditRate", "0"), ("Web__RequestsPerMinute", "1000000"));
        await MeasureAsync("account", app, installation, Length("STAYPOSITIVE_PENDING_ACCOUNT", 500), 97_000, rounds: 8); // the emulator looks through all its blobs for each answer
    }

    private static int Length(string variable, int length) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? length.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The two queues in turn, so that whatever else the machine does is in both.</summary>
    private static async Task MeasureAsync(string name, AppProcess app, Installation installation, int length, int apart, int rounds)
    {
        await app.AnswersAsync("/api/ready", Cancellation);
        using var patient = new HttpClient { BaseAddress = app.Http.BaseAddress, Timeout = TimeSpan.FromMinutes(10) };
        patient.DefaultRequestHeaders.Authorization = new("Bearer", await app.TokenAsync(Cancellation));
        foreach (var (container, items) in new[] { ("few", Few), ("many", length) })
            await FillAsync(app, installation, container, items, apart);
        for (var n = 0; n < 4; n++) // the first ones warm up
            _ = (await PageAsync(patient, "few", n), await PageAsync(patient, "many", n));
        var (few, many, before, highest) = (new List<double>(), new List<double>(), app.ResidentMegabytes, 0.0);
        for (var n = 0; n < rounds; n++)
        {
            few.Add(await PageAsync(patient, "few", n));
            many.Add(await PageAsync(patient, "many", n));
            highest = Math.Max(highest, app.ResidentMegabytes);
        }

        // Counting lists all of it, in the background of whoever asks.
        var watch = Stopwatch.StartNew();
        using (var counts = await patient.GetAsync("/api/review/counts?container=many", Cancellation))
        {
            var text = await counts.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains($"\"count\":{length.ToString(CultureInfo.InvariantCulture)},", text, StringComparison.Ordinal);
        }

        highest = Math.Max(highest, app.ResidentMegabytes);
        var (short_, long_) = (Median(few), Median(many));
        TestContext.Current.SendDiagnosticMessage(
            "{0}: first page {1:F2} ms (p90 {2:F2}) with {3} items, {4:F2} ms (p90 {5:F2}) with {6}: ratio {7:F2}; counted in {8:F2} s; memory {9:F0} MB before, {10:F0} MB at most",
            name, short_, Part(few, 0.9), Few, long_, Part(many, 0.9), length, long_ / short_, watch.Elapsed.TotalSeconds, before, highest);
        Assert.InRange(long_ / short_, 0, 2);
        Assert.InRange(highest - before, -1000, 40);
    }

    /// <summary>Items of contents that were scanned, at other times: every row is read as a real one is. They are re-opened, as their contents are: a sweep takes away what does not fit.</summary>
    private static async Task FillAsync(AppProcess app, Installation installation, string container, int items, int apart)
    {
        var (scope, hashes) = (new Scope(container), Samples.Edits.Select(name => ContentHash.Of(Samples.Read(name))).ToArray());
        for (var watch = Stopwatch.StartNew(); (await installation.Pending.ListAsync(scope, new PendingQuery(PendingBucket.Findings), null, Cancellation).CountAsync(Cancellation)) < hashes.Length; await Task.Delay(100, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), $"Not scanned in time:\n{app.Log}");
        foreach (var (seen, step) in new[] { (0, "decision"), (1, "undo") })
            foreach (var hash in hashes)
            {
                using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(app.Http, $"/api/review/items/{container}/{hash}/{step}", seen == 0 ? new { seen, ruling = "Undecided" } : (object)new { seen }, Cancellation);
                answer.EnsureSuccessStatusCode();
            }

        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Parallel.ForAsync(hashes.Length, items, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (n, stop) => await installation.Pending.AddAsync(
            scope, new PendingItem(PendingBucket.Reopened, start.AddMilliseconds((double)apart * n), Decision.AiGenerated, n % ScoreBucket.Count, "default-1", hashes[n % hashes.Length]), stop));
    }

    /// <summary>Milliseconds of a first page, in the order that the number says.</summary>
    private static async Task<double> PageAsync(HttpClient http, string container, int n)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await http.GetAsync($"/api/review/queue?container={container}&bucket=Reopened&take=50&order={(n % 2 == 0 ? "oldest" : "highest")}", Cancellation);
        var took = watch.Elapsed.TotalMilliseconds;
        using var page = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(Cancellation));
        Assert.InRange(page.RootElement.GetProperty("items").GetArrayLength(), 50, 65);
        return took;
    }

    private static double Median(List<double> values) => Part(values, 0.5);

    private static double Part(List<double> values, double part) => values.Order().ElementAt((int)(part * (values.Count - 1)));
}
