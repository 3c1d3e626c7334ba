using NetVips;
using StayPositive.Detector.Verdicts;
using StayPositive.EndToEnd.Tests;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Web.Review;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>A content is erased, whole, just before a scan or a reviewer writes about it: nothing of it comes back.</summary>
public sealed class ErasedMeanwhileTests
{
    private static readonly Scope Tenant = new(FlowWorld.Container);
    private static readonly byte[] Content = TinyImage.Bmp(3);
    private static readonly ContentHash Hash = ContentHash.Of(Content);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/pending-of/")]
    [InlineData("/pending/")]
    public async Task The_item_of_a_scan_goes_and_nothing_is_told(string write)
    {
        await using var world = await WorldAsync(write);
        await world.ScanAsync("a.bmp");
        Assert.Empty(await RemainsAsync(world));
        Assert.Empty(world.Messages());
    }

    [Theory]
    [InlineData("/open-rulings/", false)]
    [InlineData("/labels/", false)]
    [InlineData("/labels/", true)]
    public async Task The_label_of_a_decision_goes_and_the_reviewer_is_told(string write, bool keepLabels)
    {
        await using var world = await WorldAsync(write, keepLabels);
        Assert.Equal(404, (await DecideAsync(world)).Status);
        Assert.Empty(await world.Stores.Labels.ReadAsync(Tenant, Hash, Token));
        Assert.DoesNotContain(await RemainsAsync(world), key => !keepLabels || !(key.Contains("/masks/", StringComparison.Ordinal) || key.Contains("/audit-log/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_decision_about_what_was_just_erased_leaves_neither_label_nor_mask_nor_line()
    {
        await using var world = await WorldAsync("nothing");
        var installation = new Installation(new InstallationSettings { Data = world.Data }, TimeProvider.System);
        var seen = new List<(ObjectKey Key, ReadOnlyMemory<byte> Content)>();
        foreach (var prefix in new[] { "uploads/states/", "uploads/refs/" })
            foreach (var entry in await installation.Results.ListAsync(prefix, null, Token).ToListAsync(Token))
                seen.Add((entry.Key, (await installation.Results.ReadAsync(entry.Key, Token))!.Content));
        await installation.Eraser.EraseAsync(Tenant, Hash, keepLabels: false, Token);
        foreach (var (key, content) in seen) // what the decision has read a moment before
            await installation.Results.WriteAsync(key, content, WriteCondition.None, Token);

        Assert.Equal(404, (await DecideAsync(world)).Status);
        Assert.Empty(await RemainsAsync(world));
    }

    private static async Task<DecisionOutcome> DecideAsync(FlowWorld world)
    {
        var (subjects, installation) = (new Subjects(world.Stores, world.Get<ScanningOptions>()), new Installation(new InstallationSettings { Data = world.Data }, TimeProvider.System));
        using var contents = new Contents(world.Stores, subjects, world.Get<CurrentModel>(), world.Get<MemoryBudget>(), world.Get<ContentScanner>(), new Microsoft.AspNetCore.Http.HttpContextAccessor());
        using var white = Image.Black(8, 8) + 255;
        var request = new DecisionRequest(0, Ruling.Inpainted, Mask: Convert.ToBase64String(white.Cast(Enums.BandFormat.Uchar).PngsaveBuffer()));
        return await new Decisions(subjects, contents, world.Get<Rulings>(), installation, TimeProvider.System).DecideAsync(FlowWorld.Container, Hash.Hex, request, new System.Security.Claims.ClaimsPrincipal(), Token);
    }

    /// <summary>Objects of the reviewers that name the content.</summary>
    private static async Task<List<string>> RemainsAsync(FlowWorld world) =>
        await new Installation(new InstallationSettings { Data = world.Data }, TimeProvider.System).Review.ListAsync("", null, Token).Select(entry => entry.Key.Value).Where(key => key.Contains(Hash.Hex, StringComparison.Ordinal)).ToListAsync(Token);

    /// <summary>An upload with a finding that was not told yet. The erasure comes before the first write of a kind.</summary>
    private static async Task<FlowWorld> WorldAsync(string write, bool keepLabels = false)
    {
        var (isErased, data) = (false, Directory.CreateTempSubdirectory("erased-").FullName);
        var settings = new InstallationSettings { Data = data };
        var review = new BeforeWrite(new Installation(settings, TimeProvider.System).Review, key => !isErased && key.Contains(write, StringComparison.Ordinal), async () =>
        {
            isErased = true;
            await new Installation(settings, TimeProvider.System).Eraser.EraseAsync(Tenant, Hash, keepLabels, Token);
        });
        var world = await FlowWorld.StartAsync(data: data, stores: there => there with { Labels = new LabelStore(review), Pending = new PendingStore(review) });
        world.Upload("a.bmp", Content);
        var entry = (await world.Stores.Uploads.FindAsync(new UploadName(FlowWorld.Container, "a.bmp"), Token))!;
        await world.Stores.States.CreateAsync(
            Tenant,
            new UploadState
            {
                Upload = new(world.Stores.Account, FlowWorld.Container, "a.bmp", entry.Version.ETag),
                Hash = Hash.Hex,
                Code = ResultCode.Scanned,
                Decision = Decision.Inpainted,
                ScannedAt = DateTimeOffset.UnixEpoch,
                Open = [Effect.Tag, Effect.Notify],
            },
            Token);
        return world;
    }
}
