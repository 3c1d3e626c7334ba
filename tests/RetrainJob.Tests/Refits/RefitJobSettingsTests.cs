using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Tests.Importing;

namespace StayPositive.RetrainJob.Tests.Refits;

public sealed class RefitJobSettingsTests
{
    [Theory]
    [InlineData("""{ "gates": null }""")]
    [InlineData("""{ "fit": { "l2": null } }""")]
    [InlineData("""{ "shares": null }""")]
    [InlineData("""{ "gates": { "resamples": 50 } }""")]
    [InlineData("""{ "gates": { "minGoldenShare": 1.1 } }""")]
    [InlineData("null")]
    [InlineData("{")]
    public void What_is_null_unknown_or_outside_its_limits_is_refused_with_a_sentence(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["settings.json"], json);
        Assert.ThrowsAny<ArgumentException>(() => RefitJobSettings.Load(folder["settings.json"]));
    }
}
