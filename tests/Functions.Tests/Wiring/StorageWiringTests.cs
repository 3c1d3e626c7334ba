using Microsoft.Extensions.DependencyInjection;
using StayPositive.Functions.Wiring;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Tests.Wiring;

public sealed class StorageWiringTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://account.blob.core.windows.net/?sv=2026&sig=secret")]
    public void An_endpoint_that_is_none_is_named_and_not_repeated(string endpoint)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddStorage(new InstallationSettings { BlobServiceUri = new Uri(endpoint, UriKind.RelativeOrAbsolute) }));
        Assert.Contains("Storage:BlobServiceUri", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(endpoint, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_or_a_key_that_cannot_be_read_names_its_setting()
    {
        var settings = new InstallationSettings { ConnectionString = "secret" };
        var wrong = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddStorage(settings));
        Assert.Contains("Storage:ConnectionString", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }
}
