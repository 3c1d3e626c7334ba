using System.Security.Cryptography;
using System.Text.Json;
using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Publishing;
using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.RetrainJob.Tests.Reports;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Shadows;

namespace StayPositive.RetrainJob.Tests.Publishing;

public sealed class PublisherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Installation installation;

    public PublisherTests() => installation = new Installation(new InstallationSettings { Data = folder.Path }, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_two_jobs_that_began_together_one_publishes_the_challenger_and_the_other_is_told()
    {
        for (var round = 0; round < 20; round++)
        {
            var champion = await ChampionAsync($"champion-{round}", round);
            var seen = await installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation);
            var moved = await Task.WhenAll(Job("a"), Job("b"));
            var won = Assert.Single(moved, document => document is not null)!;
            Assert.Equal(won, await installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation));

            Task<AliasDocument?> Job(string name) => Task.Run(() => new Publisher(installation, null).PublishAsync(
                TinyModel.Package($"refit-{name}-{round}", round + (name == "a" ? 1.25f : 1.5f)), SampleReport.Of($"refit-{name}-{round}"), champion, seen, Cancellation), Cancellation);
        }

        var history = await installation.Aliases.HistoryAsync(ModelAlias.Challenger, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 20).Reverse(), history.Select(move => move.Number));
    }

    [Fact]
    public async Task A_job_whose_champion_was_replaced_meanwhile_moves_nothing()
    {
        var champion = await ChampionAsync("champion-1", 1);
        await ChampionAsync("champion-2", 2);
        Assert.Null(await new Publisher(installation, null).PublishAsync(TinyModel.Package("refit-1", 3), SampleReport.Of("refit-1"), champion, null, Cancellation));
        Assert.Null(await installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation));
    }

    [Fact]
    public async Task A_repeat_after_the_end_finds_its_own_work_and_changes_nothing()
    {
        var champion = await ChampionAsync("champion-1", 1);
        var first = await new Publisher(installation, null).PublishAsync(TinyModel.Package("refit-1", 3), SampleReport.Of("refit-1"), champion, null, Cancellation);
        var before = await ObjectsAsync();
        var again = await new Publisher(installation, null).PublishAsync(TinyModel.Package("refit-1", 3), SampleReport.Of("refit-1") with { MadeAt = DateTimeOffset.MaxValue }, champion, first, Cancellation);
        Assert.Equal(first, again);
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task A_failed_gate_leaves_a_report_and_nothing_else()
    {
        await ChampionAsync("champion-1", 1);
        var before = await ObjectsAsync();
        await new Publisher(installation, null).WriteReportAsync(SampleReport.Of("refit-1"), Cancellation);
        Assert.Equal(["reports/refit-1/report.html", "reports/refit-1/report.json"], (await ObjectsAsync()).Except(before).Select(entry => entry.Split(' ')[0]));
    }

    [Fact]
    public async Task With_a_key_manifest_and_report_are_signed_and_a_scanner_that_asks_for_it_takes_the_version()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var champion = await ChampionAsync("champion-1", 1);
        using var signer = ManifestSignatures.SignerOf(key.ExportPkcs8PrivateKeyPem());
        var challenger = await new Publisher(installation, signer).PublishAsync(TinyModel.Package("refit-1", 3), SampleReport.Of("refit-1"), champion, null, Cancellation);
        var asking = new ReleaseStore(installation.Models, new ManifestSignatures([key.ExportSubjectPublicKeyInfo()]));
        Assert.Equal("refit-1", (await asking.ReadAsync(challenger!.Target, null, Cancellation)).Version.Value);
        await Assert.ThrowsAsync<ModelRefusedException>(() => asking.ReadAsync(champion.Target, null, Cancellation));
        var (json, signature) = (await ReadAsync("reports/refit-1/report.json"), await ReadAsync("reports/refit-1/report.sig"));
        Assert.True(key.VerifyData(json, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Equal("refit-1", JsonDocument.Parse(json).RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void A_key_that_cannot_be_read_is_refused_by_the_name_of_the_setting(string pem) =>
        Assert.Contains("Models:SigningKey", Assert.Throws<ArgumentException>(() => ManifestSignatures.SignerOf(pem)).Message);

    [Fact]
    public async Task A_challenger_is_promoted_when_it_has_shown_enough_and_not_before_and_not_again_after_a_rollback()
    {
        var champion = await ChampionAsync("champion-1", 1);
        var challenger = (await new Publisher(installation, null).PublishAsync(TinyModel.Package("refit-1", 3), SampleReport.Of("refit-1"), champion, null, Cancellation))!;
        Assert.Equal(ShadowOutcome.NotYet, await LookAsync(champion, challenger, 999, 999, 0));
        Assert.Equal(ShadowOutcome.Failed, await LookAsync(champion, challenger, 2000, 1000, 0));
        Assert.Equal(ShadowOutcome.Failed, await LookAsync(champion, challenger, 2000, 2000, 99));
        Assert.Equal(champion, await installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation));
        Assert.Equal(ShadowOutcome.Promoted, await LookAsync(champion, challenger, 2000, 1990, 0.1));
        var promoted = (await installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation))!;
        Assert.Equal((challenger.Target, champion.Target), (promoted.Target, promoted.Previous));
        Assert.Equal(ShadowOutcome.NoChallenger, await LookAsync(champion, challenger, 2000, 1990, 0.1));
        await installation.Aliases.MoveAsync(ModelAlias.Champion, promoted, champion.Target, "ada", "rollback", Cancellation);
        Assert.Equal(ShadowOutcome.NoChallenger, await LookAsync(champion, challenger, 2000, 1990, 0.1));
    }

    [Fact]
    public async Task A_challenger_is_not_promoted_over_a_champion_that_its_gates_have_not_seen()
    {
        var first = await ChampionAsync("champion-1", 1);
        var challenger = (await new Publisher(installation, null).PublishAsync(TinyModel.Package("refit-1", 3), SampleReport.Of("refit-1"), first, null, Cancellation))!;
        var second = await ChampionAsync("champion-2", 2); // a person has moved the champion
        Assert.Equal(ShadowOutcome.Failed, await LookAsync(second, challenger, 2000, 2000, 0));
        Assert.Equal(second, await installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation));
        await ChampionAsync("champion-1", 1);
        Assert.Equal(ShadowOutcome.Promoted, await LookAsync(first, challenger, 2000, 2000, 0));
    }

    [Theory]
    [InlineData("without a report")]
    [InlineData("on another backbone")]
    [InlineData("damaged")]
    public async Task A_challenger_that_will_never_be_judged_in_the_shadow_is_not_waited_for(string how)
    {
        var champion = await ChampionAsync("champion-1", 1);
        var package = how == "on another backbone" ? Refits.RefitWorld.Package("refit-1", [1, 0, 0]) : TinyModel.Package("refit-1", 3);
        var target = await installation.Releases.PublishAsync(package, null, Cancellation);
        if (how != "without a report")
            await new Publisher(installation, null).WriteReportAsync(SampleReport.Of("refit-1"), Cancellation);
        if (how == "damaged")
            await installation.Models.WriteAsync(new ObjectKey("heads/refit-1/head.json"), "{}"u8.ToArray(), WriteCondition.None, Cancellation);
        var challenger = (await installation.Aliases.MoveAsync(ModelAlias.Challenger, null, target, "test", "a challenge", Cancellation))!;
        Assert.Equal(ShadowOutcome.Failed, await LookAsync(champion, challenger, 0, 0, 0));
    }

    [Fact]
    public async Task The_report_of_a_failed_gate_gives_way_to_that_of_the_published_version_which_stays()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = ManifestSignatures.SignerOf(key.ExportPkcs8PrivateKeyPem());
        var champion = await ChampionAsync("champion-1", 1);
        var passed = SampleReport.Of("refit-1");
        var failed = passed with { Gates = [.. passed.Gates.Select(gate => gate with { Passed = false })] };
        await new Publisher(installation, signer).WriteReportAsync(failed, Cancellation);
        Assert.False(await PassedAsync());
        Assert.NotNull(await new Publisher(installation, signer).PublishAsync(TinyModel.Package("refit-1", 3), passed, champion, null, Cancellation));
        Assert.True(await PassedAsync());
        Assert.DoesNotContain("FAILED", System.Text.Encoding.UTF8.GetString(await ReadAsync("reports/refit-1/report.html")), StringComparison.OrdinalIgnoreCase);
        Assert.True(key.VerifyData(await ReadAsync("reports/refit-1/report.json"), await ReadAsync("reports/refit-1/report.sig"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

        await new Publisher(installation, signer).WriteReportAsync(failed, Cancellation); // stricter gates, and the same labels
        Assert.True(await PassedAsync());

        async Task<bool> PassedAsync() => JsonDocument.Parse(await ReadAsync("reports/refit-1/report.json")).RootElement.GetProperty("passed").GetBoolean();
    }

    /// <summary>Looks after one process has written these counts.</summary>
    private async Task<ShadowOutcome> LookAsync(AliasDocument champion, AliasDocument challenger, long scans, long agreements, double difference)
    {
        await new ShadowStore(installation.Results).WriteAsync(champion.Target, challenger.Target, Guid.Empty, new ShadowCounts(scans, agreements, scans * difference), Cancellation);
        return await new ShadowPromotion(installation, new ShadowSettings { MaxMeanDifference = 3 }, new JobLog(TextWriter.Null, false, TimeProvider.System)).TryAsync(Cancellation);
    }

    private async Task<AliasDocument> ChampionAsync(string version, float weight)
    {
        var target = await installation.Releases.PublishAsync(TinyModel.Package(version, weight), null, Cancellation);
        return (await installation.Aliases.MoveAsync(ModelAlias.Champion, await installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation), target, "test", "begin", Cancellation))!;
    }

    private async Task<byte[]> ReadAsync(string key) => (await installation.Models.ReadAsync(new ObjectKey(key), Cancellation))!.Content.ToArray();

    private async Task<string[]> ObjectsAsync() => await installation.Models.ListAsync("", null, Cancellation).Select(async (ObjectEntry entry, CancellationToken stop) => $"{entry.Key} {(await installation.Models.ReadAsync(entry.Key, stop))!.ETag}").ToArrayAsync(Cancellation);
}
