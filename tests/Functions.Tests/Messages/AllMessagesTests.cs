using StayPositive.Functions.Messages;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Tests.Messages;

public sealed class AllMessagesTests
{
    private static readonly ResultMessage Message = ResultMessage.Of(ResultMessageTests.State, Effect.Notify);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_refuses_keeps_none_of_the_others_and_the_repeat_goes_to_it_alone()
    {
        var (queue, topic, other) = (new Receiver(), new Receiver { Refuses = true }, new Receiver());
        var all = new AllMessages([queue, topic, other]);
        for (var n = 0; n < 3; n++)
            await Assert.ThrowsAsync<IOException>(() => all.SendAsync(Message, Token));
        Assert.Equal((1, 3, 1), (queue.Asked, topic.Asked, other.Asked));

        topic.Refuses = false;
        await all.SendAsync(Message, Token);
        Assert.Equal((1, 4, 1), (queue.Asked, topic.Asked, other.Asked));
        await all.SendAsync(Message, Token); // asked for anew, e.g. by another process that was killed: all are told again
        Assert.Equal((2, 5, 2), (queue.Asked, topic.Asked, other.Asked));
    }

    [Fact]
    public async Task If_several_refuse_each_is_told_of()
    {
        var all = new AllMessages([new Receiver { Refuses = true }, new Receiver { Refuses = true }]);
        Assert.Equal(2, (await Assert.ThrowsAsync<AggregateException>(() => all.SendAsync(Message, Token))).InnerExceptions.Count);
    }

    private sealed class Receiver : IResultMessages
    {
        public bool Refuses { get; set; }

        public int Asked { get; private set; }

        public Task SendAsync(ResultMessage message, CancellationToken cancellation)
        {
            Asked++;
            return Refuses ? Task.FromException(new IOException("full")) : Task.CompletedTask;
        }
    }
}
