using Microsoft.Extensions.Configuration;
using StayPositive.Detector.Features;
using StayPositive.Functions.Wiring;

namespace StayPositive.Functions.Tests.Wiring;

public sealed class ModelSettingsTests
{
    [Fact]
    public void The_provider_the_card_and_the_age_come_from_the_configuration()
    {
        var options = Read(("Models:ExecutionProvider", "cuda"), ("Models:DeviceId", "1"), ("Models:RequireProvider", "true"), ("Models:MaxAgeSeconds", "5")).Models.Checked();
        Assert.Equal((ExecutionProvider.Cuda, 1, true, TimeSpan.FromSeconds(5)), (options.Backbone.ExecutionProvider, options.Backbone.DeviceId, options.Backbone.RequireProvider, options.MaxAge));
        Assert.Equal((ExecutionProvider.Auto, false, TimeSpan.FromSeconds(30)), (Read().Models.Checked().Backbone.ExecutionProvider, Read().Models.Checked().Backbone.RequireProvider, Read().Models.Checked().MaxAge));
    }

    [Theory]
    [InlineData("Models:RequireProvider", "true")]
    [InlineData("Models:DeviceId", "-1")]
    [InlineData("Models:MaxAgeSeconds", "0.5")]
    [InlineData("Models:ExecutionProvider", "Abacus")]
    [InlineData("Models:ExecutionProvider", "9")]
    public void A_wrong_setting_is_named(string name, string value) =>
        Assert.Contains(name, Assert.Throws<InvalidOperationException>(() => Read((name, value)).Models.Checked()).Message, StringComparison.Ordinal);

    [Fact]
    public void One_setting_of_the_account_serves_the_host_and_us()
    {
        var named = Read(("Storage", "UseDevelopmentStorage=true"), ("Storage:TombstoneKey", "x"), ("UploadContainer", "incoming"));
        Assert.Equal(("UseDevelopmentStorage=true", "x", "incoming"), (named.Storage.ConnectionString, named.Storage.TombstoneKey, Assert.Single(named.Scanning.Containers)));
        var identity = Read(("Storage:blobServiceUri", "https://a.blob.core.windows.net"), ("Storage:queueServiceUri", "https://a.queue.core.windows.net"));
        Assert.Equal((true, null, "a.queue.core.windows.net", "uploads"), (identity.Storage.IsAzure, identity.Storage.ConnectionString, identity.Storage.QueueServiceUri!.Host, Assert.Single(identity.Scanning.Containers)));
    }

    private static ScannerSettings Read(params (string Name, string Value)[] settings) =>
        ScannerWiring.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());
}
