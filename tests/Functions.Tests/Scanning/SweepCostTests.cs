using System.Diagnostics;
using System.Globalization;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Uploads.UploadVersion;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>What a sweep asks of the storage service.</summary>
public sealed class SweepCostTests(ITestOutputHelper output)
{
    private const int Uploads = 1_000_000;
    private const int Changed = 250_000; // each of these has a state of an older ETag only
    private const int New = 200_000; // and each of these none

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Name(int n) => (n / 1000).ToString("D4", CultureInfo.InvariantCulture) + "/" + (n % 1000).ToString("D3", CultureInfo.InvariantCulture) + ".jpg";

    [Fact]
    public async Task A_sweep_of_a_million_uploads_costs_two_calls_for_five_thousand_and_one_for_each_that_is_due()
    {
        var calls = new CallCounter();
        var uploads = new MillionUploads(calls, Enumerable.Range(0, Uploads).Select(n => new UploadEntry(new UploadVersion(new UploadName(FlowWorld.Container, Name(n)), "0x2"), 1, default, null)));
        var states = Enumerable.Range(0, Uploads).Where(n => n % New != 1).Select(n => new ObjectKey($"{FlowWorld.Container}/states/{BlobKey.Of(Name(n))}/{StateKey.EncodeETag(n % Changed == 2 ? "0x1" : "0x2")}"));
        var results = new MillionObjects(calls, FlowWorld.Container + "/states/", states);
        await using var world = await FlowWorld.StartAsync(change: null, stores: own => own with
        {
            Uploads = uploads,
            States = new StateStore(results, new RefStore(results), own.Tombstones, TimeProvider.System),
            Labels = new LabelStore(results),
            Pending = new PendingStore(results),
        });

        var watch = Stopwatch.StartNew();
        var report = await world.Sweep.RunAsync(Token);

        var due = Uploads / Changed + Uploads / New;
        output.WriteLine($"{report.Listed} uploads listed, {report.Due} due: {calls.Pages} pages of listings, {calls.Others} other calls; {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Equal((Uploads, due, 0), (report.Listed, report.Due, report.Failed));
        Assert.InRange(calls.Pages, 2 * Uploads / CallCounter.Page, 2 * Uploads / CallCounter.Page + 10); // and the short listings: open effects, decisions, what waits
        Assert.Equal(due, calls.Others);
    }
}
