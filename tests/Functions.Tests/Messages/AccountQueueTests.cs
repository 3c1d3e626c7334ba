using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace StayPositive.Functions.Tests.Messages;

/// <summary>Queues of an account, on the emulator.</summary>
public sealed class AccountQueueTests(Azurite azurite)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1); // the shortest time for which the service hides a message
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(1.3);

    private readonly string id = Guid.NewGuid().ToString("n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queue_that_is_not_there_is_empty_and_is_made_by_its_first_message_which_never_expires()
    {
        var (queue, client) = await QueueAsync("new");
        Assert.Empty(await queue.ReceiveAsync(16, Second, Token));

        await queue.SendAsync("""{"ä":1}""", TimeSpan.Zero, Token);

        var there = (await client.PeekMessageAsync(Token)).Value;
        Assert.Equal(("""{"ä":1}""", 9999), (there.Body.ToString(), there.ExpiresOn!.Value.Year));
    }

    [Fact]
    public async Task A_delayed_message_is_not_seen_before_its_time()
    {
        var (queue, _) = await QueueAsync("later");
        await queue.SendAsync("late", Second, Token);
        Assert.Empty(await queue.ReceiveAsync(16, Second, Token));
        await Task.Delay(Over, Token);
        Assert.Equal("late", Assert.Single(await queue.ReceiveAsync(16, Second, Token)).Text);
    }

    [Fact]
    public async Task Who_worked_for_longer_than_the_message_was_hidden_cannot_delete_it_under_its_next_taker()
    {
        var (queue, client) = await QueueAsync("slow");
        await queue.SendAsync("work", TimeSpan.Zero, Token);
        var first = Assert.Single(await queue.ReceiveAsync(16, Second, Token));
        Assert.Empty(await queue.ReceiveAsync(16, Second, Token)); // hidden
        await Task.Delay(Over, Token);
        var second = Assert.Single(await queue.ReceiveAsync(16, TimeSpan.FromMinutes(1), Token));
        Assert.Equal((1, 2), (first.Deliveries, second.Deliveries));

        await queue.DeleteAsync(first, Token); // no error: the work was done twice, which is allowed
        Assert.Equal(1, (await client.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount);
        await queue.DeleteAsync(second, Token);
        await queue.DeleteAsync(second, Token);
        Assert.Equal(0, (await client.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_request_that_fails_five_times_goes_to_the_poison_queue_and_from_there_to_a_state()
    {
        var ((requests, requestClient), (poison, poisonClient), (blobs, _)) = (await QueueAsync("requests"), await QueueAsync("poison"), await QueueAsync("blobs"));
        await using var world = await FlowWorld.StartAsync(wire: services => services.AddSingleton(new WorkQueues(requests, poison, blobs)));
        var content = FlowWorld.Sample(ScanFlowTests.Photo);
        world.Upload("bad.jpg", content);
        world.Upload("good.txt", "no image"u8.ToArray());
        var label = new ObjectKey($"{FlowWorld.Container}/labels/{ContentHash.Of(content)}/000001.json");
        Assert.NotNull(await world.Get<Installation>().Review.WriteAsync(label, "{ torn"u8.ToArray(), WriteCondition.IfAbsent, Token)); // whoever scans this content fails

        await requests.SendAsync(new ScanRequest(FlowWorld.Container, "bad.jpg", null, "c1").ToMessage(), TimeSpan.Zero, Token);
        for (var n = 0; n < 4; n++)
        {
            Assert.Equal(n + 1, Assert.Single(await requests.ReceiveAsync(16, Second, Token)).Deliveries); // four that were killed
            await Task.Delay(Over, Token);
        }

        await requests.SendAsync(new ScanRequest(FlowWorld.Container, "good.txt", null, null).ToMessage(), TimeSpan.Zero, Token);
        var invocations = new Invocations(world.Flow, world.Sweep, null! /* no backfills here */, TimeProvider.System, NullLogger<Invocations>.Instance);
        using var service = new RequestService(world.Get<WorkQueues>(), invocations, TimeProvider.System, NullLogger<RequestService>.Instance);
        Assert.Equal(2, await service.RunAsync(Token));

        Assert.NotNull(await world.StateAsync("good.txt"));
        Assert.Null(await world.StateAsync("bad.jpg"));
        Assert.Equal((0, 1), ((await requestClient.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount, (await poisonClient.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount));

        Assert.Equal(1, await world.Get<Poison>().RunAsync(Token));
        var state = (await world.StateAsync("bad.jpg"))!;
        Assert.Equal(("Poisoned", "c1", 0), (state.Code, state.CorrelationId, state.Open.Count));
        Assert.Equal(0, (await poisonClient.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount);
    }

    private async Task<(AccountQueue Queue, QueueClient Client)> QueueAsync(string name)
    {
        var client = new QueueClient(await azurite.ConnectionStringAsync(), $"{name}-{id}", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        return (new AccountQueue(client), client);
    }
}
