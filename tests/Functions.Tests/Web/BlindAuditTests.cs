using System.Security.Claims;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Functions.Web;
using StayPositive.Functions.Web.Review;
using StayPositive.Functions.Web.States;
using StayPositive.Storage.Audits;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Tests.Web;

public sealed class BlindAuditTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_drawn_at_the_rate_of_its_day_is_hidden_from_reviewers_until_somebody_decides(bool drawn)
    {
        await using var world = await FlowWorld.StartAsync(scanning => (scanning.AuditRate, scanning.AuditPerDay) = (0, drawn ? 20 : 0));
        var scope = new Scope(FlowWorld.Container);
        await world.Get<DayCountStore>().WriteAsync(scope, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1), Guid.Empty, new Storage.Audits.DayCount(1), Token);
        var content = FlowWorld.Sample("coffee-inpainted.jpg");
        world.Upload("a.jpg", content);
        await world.ScanAsync("a.jpg");
        var blind = new BlindAudit(new Subjects(world.Stores, world.Get<ScanningOptions>()));
        var address = new ContentAddress(scope, ContentHash.Of(content));

        Assert.Equal(drawn, await blind.HidesAsync(User(Roles.Reviewer), address, Token));
        Assert.False(await blind.HidesAsync(User(Roles.Admin), address, Token));
        await world.Get<Rulings>().DecideAsync(scope, address.Hash, 0, new Label(0, Ruling.NoFindings, "ann", DateTimeOffset.UnixEpoch, drawn, null), Token);
        Assert.False(await blind.HidesAsync(User(Roles.Reviewer), address, Token));
    }

    [Fact]
    public async Task The_challengers_opinion_is_withheld_as_long_as_the_scanners_is()
    {
        await using var world = await FlowWorld.StartAsync(scanning => scanning.AuditRate = 1);
        var content = FlowWorld.Sample(ScanFlowTests.Photo);
        world.Upload("a.jpg", content);
        await world.ScanAsync("a.jpg");
        var key = (await world.StateAsync("a.jpg"))!.Key(new Scope(FlowWorld.Container));
        await world.Stores.States.ChangeAsync(key, state => state with { Shadow = new StateShadow("young-1", Decision.Inpainted, 1.5f) }, Token);
        var (subjects, hash) = (new Subjects(world.Stores, world.Get<ScanningOptions>()), ContentHash.Of(content));

        Assert.Null(ItemAnswer.Of((await subjects.FindAsync(FlowWorld.Container, hash.Hex, Token))!, null).Shadow);
        await world.Get<Rulings>().DecideAsync(new Scope(FlowWorld.Container), hash, 0, new Label(0, Ruling.NoFindings, "ann", DateTimeOffset.UnixEpoch, true, null), Token);
        Assert.Equal("young-1", ItemAnswer.Of((await subjects.FindAsync(FlowWorld.Container, hash.Hex, Token))!, null).Shadow!.Model);
        var state = (await world.StateAsync("a.jpg"))!;
        Assert.Equal((null, state.Shadow), (StateAnswer.Of(state, scores: false).Shadow, StateAnswer.Of(state, scores: true).Shadow));
    }

    private static ClaimsPrincipal User(string role) => new(new ClaimsIdentity([new System.Security.Claims.Claim(ClaimTypes.Role, role)], "test"));
}
