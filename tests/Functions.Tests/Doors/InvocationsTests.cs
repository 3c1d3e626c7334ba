using Microsoft.Extensions.Logging.Abstractions;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Tests.Scanning;
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

        await Assert.ThrowsAsync<InvalidDataException>(() => new Invocations(world.Flow, world.Sweep, null! /* no backfills here */, TimeProvider.System, NullLogger<Invocations>.Instance).RequestAsync(
            """[{"container":"uploads","blob":"a.txt"},{"container":"uploads","blob":"b.txt"}]""", Token));

        Assert.NotNull(await world.StateAsync("b.txt"));
    }
}
