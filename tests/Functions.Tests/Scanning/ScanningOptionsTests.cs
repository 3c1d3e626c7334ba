using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class ScanningOptionsTests
{
    [Theory]
    [InlineData("sp-results", null)]
    [InlineData("UPPER", null)]
    [InlineData("uploads/2026", null)]
    [InlineData("ab", null)]
    [InlineData("uploads", "uploads")]
    [InlineData("uploads", "Clean")]
    [InlineData("uploads", "sp-models")]
    public void A_container_that_cannot_be_one_stops_the_start_with_a_sentence(string container, string? clean)
    {
        var options = new ScanningOptions { CleanContainer = clean };
        options.Containers.Add(container);
        Assert.Contains("Scanning:C", Assert.Throws<InvalidOperationException>(() => options.Check(InstallationSettings.SystemContainers)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_is_named_once()
    {
        var options = new ScanningOptions();
        options.Containers.Add("uploads");
        options.Check(InstallationSettings.SystemContainers);
        options.Containers.Add("uploads");
        Assert.Throws<InvalidOperationException>(() => options.Check(InstallationSettings.SystemContainers));
    }
}
