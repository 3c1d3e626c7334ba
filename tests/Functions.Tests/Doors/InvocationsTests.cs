using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Tests.Doors;

public sealed class InvocationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_fails_keeps_no_other_one_of_its_message_waiting_and_the_message_fails()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.txt", "no image"u8.ToArray());
        world.Upload("b.txt", "no image, either"u8.ToArray());
        await world.ScanAsync("a.txt");
        var key = (await world.StateAsync("a.txt"))!.Key(new Scope(FlowWorld.Container));
        await world.Get<Installation>().Results.WriteAsync(new ObjectKey($"{FlowWorld.Container}/states/{key.Blob}/{key.Upload}"), "{ torn"u8.ToArray(), WriteCondition.None, Token);

        await Assert.ThrowsAnyAsync<JsonException>(() => Invocations(world).RequestAsync(
            """[{"container":"uploads","blob":"a.txt"},{"container":"uploads","blob":"b.txt"}]""", Token));

        Assert.NotNull(await world.StateAsync("b.txt"));
    }

    [Fact]
    public async Task An_erasure_that_cannot_be_completed_does_not_keep_uploads_from_being_scanned()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.txt", "no image"u8.ToArray());
        await world.Get<Installation>().Results.WriteAsync(new ObjectKey($"{FlowWorld.Container}/erasing/{new string('a', 64)}"), "{ torn"u8.ToArray(), WriteCondition.None, Token);

        await Invocations(world).SweepAsync(Timeout.InfiniteTimeSpan, Token);

        Assert.NotNull(await world.StateAsync("a.txt"));
    }

    private static Invocations Invocations(FlowWorld world) =>
        new(world.Flow, world.Sweep, null! /* no backfills here */, world.Get<Eraser>(), world.Get<ScanningOptions>(), TimeProvider.System, NullLogger<Invocations>.Instance);
}
