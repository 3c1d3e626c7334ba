using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StayPositive.Functions.Web;

namespace StayPositive.Functions.Tests.Web;

public sealed class WebOptionsTests
{
    [Theory]
    [InlineData("Web:RequestsPerMinute", "0")]
    [InlineData("Web:ScansPerMinute", "1000001")]
    [InlineData("Web:ScansAtOnce", "65")]
    [InlineData("Web:MaxBodyKilobytes", "-1")]
    [InlineData("Web:MaxScanMegabytes", "2001")]
    [InlineData("Web:BusySeconds", "601")]
    public void A_setting_outside_its_limits_stops_the_start_with_a_sentence_that_names_it(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
        var refused = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddWeb(configuration));
        Assert.StartsWith($"{name} is {value}; it must be in ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_includes_those_before_it()
    {
        Assert.Equal(["Reader", "Reviewer", "Admin"], Roles.From(Roles.Reader));
        Assert.Equal(["Admin"], Roles.From(Roles.Admin));
    }
}
