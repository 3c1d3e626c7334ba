using System.Text.Json;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Messages;
using StayPositive.Storage.Keys;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Tests.Messages;

public sealed class ResultMessageTests
{
    internal static readonly UploadState State = new()
    {
        Upload = new UploadVersion("account", "uploads", new string('"', 1024), "etag"),
        Hash = new string('a', 64),
        Code = "Scanned",
        Decision = Decision.Inpainted,
        Reason = "A window of 64 pixels passes.",
        Score = 1.5f,
        Probability = 0.25,
        Prevalence = 0.01,
        Threshold = new StateThreshold(0.24f, 0.01, 367, 2, true),
        Region = new StateRegion(1, 2, 3, 4, 0.1),
        Model = "m",
        Policy = "p",
        Timings = new StateTimings(1, 2, 3, 4),
        CorrelationId = "c",
        ScannedAt = DateTimeOffset.UnixEpoch,
        Open = [Effect.Tag, Effect.Notify],
    };

    [Fact]
    public void A_message_depends_on_the_result_alone_so_that_a_repeat_is_the_same()
    {
        var repeated = State with { Open = [Effect.Notify], Revision = 7, Override = new StateOverride(1, Decision.NoFindings, DateTimeOffset.UnixEpoch) };

        Assert.Equal(ResultMessage.Of(State, Effect.Notify).ToJson(), ResultMessage.Of(repeated, Effect.Notify).ToJson());
    }

    [Fact]
    public void An_overturned_verdict_has_an_id_of_its_own_for_every_decision()
    {
        ResultMessage Of(int number) => ResultMessage.Of(State with { Override = new StateOverride(number, Decision.NoFindings, DateTimeOffset.UnixEpoch) }, Effect.NotifyOverturned);

        Assert.Equal(3, new[] { ResultMessage.Of(State, Effect.Notify).Id, Of(1).Id, Of(2).Id }.Distinct().Count());
        Assert.Equal((Decision.NoFindings, Decision.Inpainted, "verdict.overturned"), (Of(1).Verdict, Of(1).Scanned, Of(1).Type));
    }

    [Fact]
    public void The_longest_message_is_far_below_what_a_queue_takes() =>
        Assert.InRange(ResultMessage.Of(State, Effect.Notify).ToJson().Length, 1, 48_000);

    [Fact]
    public void Every_member_is_documented()
    {
        var documentation = File.ReadAllText(Path.Combine(StayPositive.Tests.Repository.Root, "docs", "messages.md"));
        using var message = JsonDocument.Parse(ResultMessage.Of(State with { Override = new StateOverride(1, Decision.NoFindings, DateTimeOffset.UnixEpoch) }, Effect.NotifyOverturned).ToJson());

        foreach (var member in message.RootElement.EnumerateObject())
            Assert.Contains($"`{member.Name}`", documentation, StringComparison.Ordinal);
    }
}
