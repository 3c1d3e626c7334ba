using Microsoft.Extensions.Configuration;
using StayPositive.Functions.Wiring;

namespace StayPositive.Functions.Tests.Wiring;

public sealed class TelemetryWiringTests
{
    [Theory]
    [InlineData("Authorization=AAD")]
    [InlineData("ClientId=6f2a;Authorization=AAD")]
    public void Application_Insights_without_local_authentication_is_told_by_an_identity(string text) => Assert.NotNull(TelemetryWiring.Identity(Configuration(text)));

    [Fact]
    public void Without_the_setting_the_connection_string_is_enough() => Assert.Null(TelemetryWiring.Identity(Configuration(null)));

    [Fact]
    public void What_names_no_identity_is_named() =>
        Assert.Contains("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", Assert.Throws<InvalidOperationException>(() => TelemetryWiring.Identity(Configuration("ClientId=6f2a"))).Message, StringComparison.Ordinal);

    private static IConfiguration Configuration(string? text) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = text }).Build();
}
