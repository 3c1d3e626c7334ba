using StayPositive.Functions.Scanning;
using StayPositive.Storage.Audits;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Tests;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class AuditRatesTests
{
    private static readonly Scope Tenant = new("uploads");

    private static readonly Secrets Keys = new(new byte[32], new byte[16]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_contents_of_all_processes_of_a_day_set_the_rate_of_the_next_one()
    {
        using var folder = new TemporaryFolder();
        var store = new DayCountStore(new FolderObjectStore(folder.Path, TimeProvider.System));
        var clock = new ManualClock();
        var options = new ScanningOptions { AuditRate = 0.005, AuditPerDay = 25 };
        foreach (var contents in new[] { 150, 250 })
        {
            var process = new AuditRates(store, options, Keys, clock);
            for (var n = 0; n < contents; n++)
                process.Count(Tenant);
            await process.WriteAsync(Token);
            await process.WriteAsync(Token); // counted once
        }

        Assert.Equal(0.005, await new AuditRates(store, options, Keys, clock).NowAsync(Tenant, Token)); // nothing is known of the day before
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(40.0 / 400, await new AuditRates(store, options, Keys, clock).NowAsync(Tenant, Token), 12); // 25 + 3 x 5
        Assert.Equal(0.005, await new AuditRates(store, options, Keys, clock).NowAsync(new Scope("others"), Token));
        Assert.Equal(0.005, await new AuditRates(store, new ScanningOptions { AuditRate = 0.005, AuditPerDay = 0 }, Keys, clock).NowAsync(Tenant, Token));
    }

    [Fact]
    public async Task A_content_is_drawn_once_however_many_uploads_hold_it_and_its_probability_goes_with_it()
    {
        await using var world = await FlowWorld.StartAsync(options => options.AuditRate = 1);
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("a.jpg");
        world.Get<ScanningOptions>().AuditRate = 0;
        world.Upload("b.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("b.jpg");

        Assert.Equal((1.0, 1.0), ((await world.StateAsync("a.jpg"))!.AuditProbability, (await world.StateAsync("b.jpg"))!.AuditProbability));
    }
}
