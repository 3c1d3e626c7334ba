using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests.Faults;

/// <summary>
/// A network and a service that fail at one of ten calls, between the app and its account. The test is the host: it posts invocations, again when they fail, five times at most, and then
/// leaves the upload to the sweep. STAYPOSITIVE_FAULT_UPLOADS sets how many uploads (60).
/// </summary>
public sealed class FaultTests
{
    private const int Seed = 20261125;
    private const int Contents = 25; // few, so that duplicates are frequent
    private const int MaxDequeueCount = 5;
    private const double Share = 0.1;
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="; // of no other use
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Poison = ["no json", "{}", """{"container":7}""", """{"container":"sp-results","blob":"x"}""", """{"eventType":"Microsoft.Storage.BlobCreated","data":{"url":"http://127.0.0.1:1/a/b"}}""", "[[]]"];

    private readonly Random random = new(Seed);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_fault_at_one_of_ten_calls_nothing_is_lost_and_nothing_is_told_twice_differently()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("STAYPOSITIVE_FAULT_UPLOADS") ?? "60", CultureInfo.InvariantCulture);
        await using var azurite = new Azurite();
        var account = await azurite.ConnectionStringAsync();
        using var tags = new TagCondition(account);
        var plan = new FaultPlan(Seed, Share);
        await using var blobs = await FaultProxy.StartAsync(Endpoint(account, "BlobEndpoint"), plan, tags, Cancellation);
        await using var queues = await FaultProxy.StartAsync(Endpoint(account, "QueueEndpoint"), plan, null, Cancellation);
        var faulty = account.Replace(Endpoint(account, "BlobEndpoint").ToString(), blobs.Address.ToString(), StringComparison.Ordinal).Replace(Endpoint(account, "QueueEndpoint").ToString(), queues.Address.ToString(), StringComparison.Ordinal);
        await using var app = AppProcess.AsCustomHandler(("Storage", faulty), ("Storage__TombstoneKey", Key), ("Storage__AuditKey", Key), ("UploadContainer", "uploads"));
        await app.AnswersAsync("/", Cancellation);
        plan.IsOn = true;

        var data = new DataAccount(account, "uploads");
        var calls = new ConcurrentBag<(bool Poison, int Tries, bool Done)>();
        await UploadAsync(count, data, tags, app, blobs.Address, calls);
        var sweeps = await FinishAsync(data, app);
        plan.IsOn = false;

        var found = await Invariants.CheckAsync(data, Cancellation);
        var (all, refused) = tags.Counts;
        var (good, poison) = (calls.Where(call => !call.Poison).ToArray(), calls.Where(call => call.Poison).ToArray());
        var figures = $"{count} uploads; calls to the account: {string.Join(", ", plan.Counts.Select(pair => $"{pair.Value} {pair.Key}"))}; {all} tag writes, {refused} refused by their condition; "
            + $"{good.Length} events: {good.Sum(call => call.Tries)} invocations, {good.Count(call => !call.Done)} given up; {poison.Length} poison messages: {poison.Count(call => call.Tries == 1 && call.Done)} refused at once; "
            + $"{sweeps} sweeps; {data.Repeats} messages repeated; {found}";
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage("{0}", figures);
        Assert.All(poison, call => Assert.Equal((1, true), (call.Tries, call.Done)));
        Assert.All(plan.Counts, pair => Assert.True(pair.Value > 0, pair.Key.ToString()));
        Assert.InRange(all, found.Current, int.MaxValue);
    }

    /// <summary>New blobs, duplicates and overwrites, one of eight no image or half of one; their events, some twice; and messages that nobody can read.</summary>
    private async Task UploadAsync(int count, DataAccount data, TagCondition tags, AppProcess app, Uri address, ConcurrentBag<(bool Poison, int Tries, bool Done)> calls)
    {
        var events = new List<Task>();
        using var inFlight = new SemaphoreSlim(6);
        for (var n = 0; n < count; n++)
        {
            var name = random.Next(4) == 0 ? $"{random.Next(n + 1):D4} ä+.bmp" : $"{n:D4} ä+.bmp";
            var image = TinyImage.Bmp(random.Next(Contents));
            var content = random.Next(8) > 0 ? image : random.Next(2) == 0 ? image[..(image.Length / 2)] : "no image"u8.ToArray();
            Uri uri;
            using (await tags.HoldAsync(Cancellation))
                uri = await data.UploadAsync(name, content, Cancellation);
            var seen = new UriBuilder(uri) { Port = address.Port }.Uri.AbsoluteUri; // the app knows its account by the proxy's address
            for (var times = random.Next(5) == 0 ? 2 : 1; times > 0; times--)
                await BeginAsync(false, random.Next(2) == 0 ? ("ScanUpload", HostPayload.Blob(withContent: false, seen, [])) : ("ScanRequest", HostPayload.Queue(JsonSerializer.Serialize(new { container = "uploads", blob = name }))));
            if (random.Next(4) == 0)
                await BeginAsync(true, ("ScanRequest", HostPayload.Queue(Poison[random.Next(Poison.Length)])));
        }

        await Task.WhenAll(events);

        async Task BeginAsync(bool poison, (string Function, string Payload) invocation)
        {
            await inFlight.WaitAsync(Cancellation);
            events.Add(Task.Run(async () =>
            {
                calls.Add(await InvokeAsync(app, poison, invocation.Function, invocation.Payload));
                inFlight.Release();
            }));
        }
    }

    private static async Task<(bool Poison, int Tries, bool Done)> InvokeAsync(AppProcess app, bool poison, string function, string payload)
    {
        for (var tries = 1; ; tries++)
        {
            using var answer = await app.Http.PostAsync("/" + function, new StringContent(payload, Encoding.UTF8, "application/json"), Cancellation);
            if (answer.StatusCode == HttpStatusCode.OK || tries == MaxDequeueCount)
                return (poison, tries, answer.StatusCode == HttpStatusCode.OK);
        }
    }

    /// <summary>Sweeps, as the timer would, until everything has its state and owes nothing; the faults go on.</summary>
    private static async Task<int> FinishAsync(DataAccount data, AppProcess app)
    {
        var sweeps = 0;
        for (var watch = Stopwatch.StartNew(); !await data.IsFinishedAsync(Cancellation); sweeps++)
        {
            Assert.True(watch.Elapsed < Patience, $"It did not finish.\n{app.Log}");
            using var answer = await app.Http.PostAsync("/Sweep", new StringContent(HostPayload.Timer(), Encoding.UTF8, "application/json"), Cancellation);
        }

        return sweeps;
    }

    private static Uri Endpoint(string account, string name) => new(account.Split(';').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..]);
}
