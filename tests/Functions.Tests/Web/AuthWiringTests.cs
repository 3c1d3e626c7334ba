using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StayPositive.Functions.Web;

namespace StayPositive.Functions.Tests.Web;

public sealed class AuthWiringTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:1;http://[::1]:2")]
    public void On_the_loopback_the_token_of_this_start_suffices(string urls) => Assert.True(Add(urls));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://+:80")]
    [InlineData("http://127.0.0.1:1;http://10.0.0.1:2")]
    [InlineData("http://localhost.evil.example")]
    public void Where_others_can_reach_it_an_identity_provider_is_asked_for(string urls) =>
        Assert.Contains("Auth:Authority", Assert.Throws<InvalidOperationException>(() => Add(urls)).Message, StringComparison.Ordinal);

    [Fact]
    public void With_an_identity_provider_there_is_no_token_of_this_start() =>
        Assert.False(Add("http://0.0.0.0:80", ("Auth:Authority", "https://login.example"), ("Auth:Audience", "api")));

    [Fact]
    public void Half_of_the_settings_is_refused() =>
        Assert.Contains("go together", Assert.Throws<InvalidOperationException>(() => Add("http://127.0.0.1:1", ("Auth:Authority", "https://login.example"))).Message, StringComparison.Ordinal);

    private static bool Add(string urls, params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddTokens(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build(), urls);
}
