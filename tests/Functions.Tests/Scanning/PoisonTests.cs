using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class PoisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"Type":"BlobTrigger","FunctionId":"Host.Functions.ScanUpload","BlobType":"BlockBlob","ContainerName":"uploads","BlobName":"a b/c.jpg","ETag":"\"0x8D\""}""")]
    [InlineData("""{"container":"uploads","blob":"a b/c.jpg"}""")]
    [InlineData("""[{"type":"Microsoft.Storage.BlobCreated","id":"1","data":{"url":"https://account.blob.core.windows.net/uploads/a%20b/c.jpg"}}]""")]
    public void A_poison_message_names_its_upload_with_base64_around_it_or_not(string text)
    {
        foreach (var sent in new[] { text, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) })
        {
            var request = Assert.Single(Poison.Parse(sent));
            Assert.Equal(("uploads", "a b/c.jpg"), (request.Container, request.Blob));
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("{}")]
    public void What_is_no_message_is_refused_as_such(string text) => Assert.Throws<FormatException>(() => Poison.Parse(text));

    [Fact]
    public async Task What_the_host_gave_up_is_scanned_by_the_sweep_if_it_can_be()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        var queues = world.Get<WorkQueues>();
        await queues.PoisonRequests.SendAsync("no message", TimeSpan.Zero, Token);
        await queues.PoisonRequests.SendAsync(new ScanRequest(FlowWorld.Container, "a.jpg", null, null).ToMessage(), TimeSpan.Zero, Token);

        Assert.Equal(2, await world.Get<Poison>().RunAsync(Token));

        Assert.Equal("Scanned", (await world.StateAsync("a.jpg"))!.Code);
        Assert.Empty(await queues.PoisonRequests.ReceiveAsync(16, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task A_message_that_fails_again_stays_and_does_not_keep_others_waiting()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("broken.jpg", FlowWorld.Sample(ScanFlowTests.Edited));
        world.Upload("good.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("broken.jpg");
        var state = (await world.StateAsync("broken.jpg"))!;
        var file = Directory.GetFiles(Path.Combine(world.Data, "sp-results"), "*", SearchOption.AllDirectories).Single(path => File.ReadAllText(path).Contains($"{state.MessageId}", StringComparison.Ordinal));
        await File.WriteAllTextAsync(file, "{ torn", Token); // whoever reads it fails, and cannot write beside it

        var queues = world.Get<WorkQueues>();
        foreach (var name in new[] { "broken.jpg", "good.jpg" })
            await queues.PoisonRequests.SendAsync(new ScanRequest(FlowWorld.Container, name, null, null).ToMessage(), TimeSpan.Zero, Token);
        Assert.Equal(1, await world.Get<Poison>().RunAsync(Token));

        Assert.Equal("Scanned", (await world.StateAsync("good.jpg"))!.Code);
    }

    [Fact]
    public async Task A_long_poison_queue_is_worked_through_by_one_sweep()
    {
        await using var world = await FlowWorld.StartAsync();
        var queues = world.Get<WorkQueues>();
        for (var n = 0; n < 70; n++)
            await queues.PoisonRequests.SendAsync(new ScanRequest(FlowWorld.Container, $"gone-{n}.jpg", null, null).ToMessage(), TimeSpan.Zero, Token);

        Assert.Equal(70, (await world.Sweep.RunAsync(Token)).Poisoned);
    }

    [Fact]
    public async Task A_message_whose_upload_meets_a_torn_object_is_not_dropped_as_one_that_cannot_be_read()
    {
        await using var world = await FlowWorld.StartAsync(wire: services => services.AddSingleton<IResultMessages>(new TornMessages()));
        world.Upload("a.txt", "no image"u8.ToArray());
        var queues = world.Get<WorkQueues>();
        await queues.PoisonRequests.SendAsync(new ScanRequest(FlowWorld.Container, "a.txt", null, null).ToMessage(), TimeSpan.Zero, Token);

        Assert.Equal(0, await world.Get<Poison>().RunAsync(Token));
    }

    [Fact]
    public async Task A_request_under_which_the_process_ended_five_times_goes_to_the_poison_queue_untried()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        var queues = world.Get<WorkQueues>();
        await queues.Requests.SendAsync(new ScanRequest(FlowWorld.Container, "a.jpg", null, null).ToMessage(), TimeSpan.Zero, Token);
        for (var n = 0; n < 5; n++)
            Assert.Single(await queues.Requests.ReceiveAsync(16, TimeSpan.Zero, Token));
        using var service = new RequestService(queues, new Invocations(world.Flow, world.Sweep, null!, TimeProvider.System, NullLogger<Invocations>.Instance), TimeProvider.System, NullLogger<RequestService>.Instance);

        Assert.Equal(1, await service.RunAsync(Token));

        Assert.Null(await world.StateAsync("a.jpg"));
        Assert.Single(await queues.PoisonRequests.ReceiveAsync(16, TimeSpan.Zero, Token));
        Assert.Empty(await queues.Requests.ReceiveAsync(16, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task Poisoned_is_a_state_with_tags_and_a_message_and_replaces_no_other()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        var request = new ScanRequest(FlowWorld.Container, "a.jpg", null, "correlation");

        await world.Flow.PoisonAsync(request, new InvalidOperationException("secret detail"), Token);

        var state = (await world.StateAsync("a.jpg"))!;
        Assert.Equal((Decision.NotScanned, "Poisoned", "correlation"), (state.Decision, state.Code, state.CorrelationId));
        Assert.DoesNotContain("secret", state.Reason, StringComparison.Ordinal);
        Assert.Equal("NotScanned", (await world.TagsAsync("a.jpg"))["Stay Positive verdict"]);
        Assert.Single(world.Messages());

        world.Upload("b.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("b.jpg");
        await world.Flow.PoisonAsync(request with { Blob = "b.jpg" }, new InvalidOperationException(), Token);
        Assert.Equal("Scanned", (await world.StateAsync("b.jpg"))!.Code);
    }

    [Fact]
    public void What_may_pass_is_told_from_what_is_wrong_with_an_upload()
    {
        Assert.True(Faults.MayPass(new Azure.RequestFailedException(503, "busy")));
        Assert.True(Faults.MayPass(new IOException()));
        Assert.True(Faults.MayPass(new UnauthorizedAccessException())); // rights can be given without the file being changed
        Assert.True(Faults.MayPass(Assert.ThrowsAny<OnnxRuntimeException>(() => new InferenceSession("no network"u8.ToArray()))));
        Assert.True(Faults.MayPass(new StayPositive.Storage.Models.ModelUnavailableException("none")));
        Assert.False(Faults.MayPass(new InvalidDataException()));
        Assert.False(Faults.MayPass(new InvalidOperationException()));
    }

    [Fact]
    public async Task Requests_of_the_queue_are_scanned_where_no_host_reads_it()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        var queues = world.Get<WorkQueues>();
        await queues.Requests.SendAsync(new ScanRequest(FlowWorld.Container, "a.jpg", DateTimeOffset.UnixEpoch, "from the web").ToMessage(), TimeSpan.Zero, Token);
        await queues.Requests.SendAsync("no message", TimeSpan.Zero, Token);
        var invocations = new Invocations(world.Flow, world.Sweep, null! /* no backfills here */, TimeProvider.System, NullLogger<Invocations>.Instance);
        using var service = new RequestService(queues, invocations, TimeProvider.System, NullLogger<RequestService>.Instance);

        Assert.Equal(2, await service.RunAsync(Token));

        var state = (await world.StateAsync("a.jpg"))!;
        Assert.Equal(("Scanned", "from the web", DateTimeOffset.UnixEpoch), (state.Code, state.CorrelationId, state.RequestedAt));
        Assert.Empty(await queues.Requests.ReceiveAsync(16, TimeSpan.Zero, Token));
    }

    private sealed class TornMessages : IResultMessages
    {
        public Task SendAsync(ResultMessage message, CancellationToken cancellation) => throw new FormatException("torn");
    }
}
