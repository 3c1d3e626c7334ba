using System.Text.Json;
using CsCheck;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests.Keys;

namespace StayPositive.Storage.Tests.States;

public sealed class UploadStateTests
{
    [Fact]
    public void Every_name_comes_back_from_JSON() => Gen.Select(NameGen.Any, Gen.String).Sample((name, reason) =>
    {
        var state = World.State(name) with
        {
            Reason = string.Concat(reason.Where(c => !char.IsSurrogate(c))),
            Decision = Decision.Inpainted,
            Score = 1.25f,
            Probability = 0.5,
            Prevalence = 0.01,
            Threshold = new StateThreshold(1, 0.01, 300, 3, true),
            Region = new StateRegion(1, 2, 3, 4, 0.5),
            Timings = new StateTimings(1, 2, 3, 4),
            Override = new StateOverride(2, null, DateTimeOffset.UnixEpoch),
        };
        var json = JsonSerializer.Serialize(state, StoreJson.Default.UploadState);
        var back = JsonSerializer.Deserialize(json, StoreJson.Default.UploadState)!;
        Assert.Equal(state with { Open = back.Open }, back);
        Assert.Equal(state.Open, back.Open);
    });

    [Fact]
    public void A_state_names_its_values_and_the_message()
    {
        var json = JsonSerializer.Serialize(World.State("a.jpg", open: [Effect.Tag, Effect.Notify]), StoreJson.Default.UploadState);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(1, document.RootElement.GetProperty("schema").GetInt32());
        Assert.Equal("a.jpg", document.RootElement.GetProperty("upload").GetProperty("blob").GetString());
        Assert.Equal(["Tag", "Notify"], document.RootElement.GetProperty("open").EnumerateArray().Select(effect => effect.GetString()));
        Assert.Equal(World.State("a.jpg").MessageId, document.RootElement.GetProperty("messageId").GetGuid());
    }

    [Fact]
    public void A_state_of_another_schema_is_refused()
    {
        var json = JsonSerializer.Serialize(World.State("a.jpg"), StoreJson.Default.UploadState).Replace("\"schema\": 1", "\"schema\": 2", StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => JsonSerializer.Deserialize(json, StoreJson.Default.UploadState));
    }

    [Fact]
    public void Message_ids_are_of_version_5_and_differ_when_anything_differs() => Gen.Select(NameGen.Any, NameGen.Any, Gen.OneOf(Gen.Const("\"1\""), Gen.Const("\"2\""))).Sample((a, b, etag) =>
    {
        var (one, other) = (new UploadVersion("account", "uploads", a, "\"1\""), new UploadVersion("account", "uploads", b, etag));
        var id = one.MessageId();
        Assert.Equal(5, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(id, (one with { }).MessageId());
        Assert.Equal(one == other, id == other.MessageId());
        Assert.NotEqual(id, one.MessageId("overturned 1"));
        Assert.NotEqual(id, (one with { Container = "other" }).MessageId());
        Assert.NotEqual(id, (one with { Account = "other" }).MessageId());
    });

    /// <summary>Guid bytes of RFC 9562, appendix A.4, pin the arithmetic of version 5: namespace DNS, "www.example.com".</summary>
    [Fact]
    public void Version_5_is_that_of_the_RFC() => Assert.Equal(
        new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NameUuid.Version5(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"u8));
}
