using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using StayPositive.Storage.Uploads;
using StayPositive.Tests;

namespace StayPositive.Storage.Tests.Uploads;

/// <summary>On the emulator, which ignores If-Match on tags: that the service itself refuses a tag of an overwritten version is not shown here.</summary>
public sealed class AzureUploadsTests(Azurite azurite) : UploadsContract
{
    [Fact]
    public async Task Folders_of_hierarchical_namespaces_are_no_uploads()
    {
        var test = (Account)await NewAsync();
        await test.PutAsync("folder/a", [1]);
        await test.Service.GetBlobContainerClient(test.Container).GetBlobClient("folder")
            .UploadAsync(BinaryData.FromString(""), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } }, Cancellation);
        Assert.Equal(["folder/a"], await test.Uploads.ListAsync(test.Container, "", null, Cancellation).Select(entry => entry.Version.Name.Name).ToListAsync(Cancellation));
        Assert.Null(await test.Uploads.FindAsync(test.Name("folder"), Cancellation));
    }

    [Theory]
    [InlineData("/leading")]
    [InlineData("back\\slash")]
    [InlineData("percent%2e%2e")]
    [InlineData("two//slashes")]
    public async Task A_name_that_a_client_could_change_is_listed_and_read_as_it_is(string name)
    {
        var test = await NewAsync();
        await test.PutAsync(name, [1]);
        var listed = await test.Uploads.ListAsync(test.Container, "", null, Cancellation).SingleAsync(Cancellation);
        Assert.Equal(UploadReadOutcome.Read, (await test.Uploads.ReadAsync(listed.Version, 10, Cancellation)).Outcome);
        Assert.Equal(TagOutcome.Done, await test.Uploads.SetTagsAsync(listed.Version, new ResultTags("a", "b", "c", "d"), Cancellation));
        Assert.Equal(CopyOutcome.Copied, await test.Uploads.CopyAsync(listed.Version, test.CleanContainer, Cancellation));
    }

    [Theory]
    [InlineData("FeatureNotYetSupportedForHierarchicalNamespaceAccounts", "", true)]
    [InlineData("BlobTagsNotSupportedForAccountType", "", true)]
    [InlineData("InvalidQueryParameterValue", "Value for one of the query parameters is invalid. QueryParameterName: comp", true)]
    [InlineData("InvalidQueryParameterValue", "Value for one of the query parameters is invalid. QueryParameterName: timeout", false)]
    [InlineData("AuthorizationPermissionMismatch", "", false)]
    [InlineData(null, "", false)]
    public void Only_accounts_without_tags_say_so(string? code, string message, bool notSupported) => Assert.Equal(notSupported, AzureTags.IsNotSupported(code, message));

    private protected override async Task<UploadsUnderTest> NewAsync()
    {
        var options = new BlobClientOptions { TrimBlobNameSlashes = false };
        var account = new Account(new BlobServiceClient(await azurite.ConnectionStringAsync(), options));
        foreach (var container in new[] { account.Container, account.CleanContainer })
            await account.Service.CreateBlobContainerAsync(container, cancellationToken: Cancellation);
        return account;
    }

    private sealed class Account(BlobServiceClient service) : UploadsUnderTest
    {
        private readonly string id = Guid.NewGuid().ToString("n");

        public BlobServiceClient Service => service;

        public override IUploads Uploads { get; } = new AzureUploads(service);

        public override string Container => "u" + id;

        public override string CleanContainer => "c" + id;

        public override async Task<UploadVersion> PutAsync(string name, byte[] content, string? container = null)
        {
            await Blob(name, container).UploadAsync(BinaryData.FromBytes(content), overwrite: true, Cancellation);
            return (await Uploads.FindAsync(Name(name, container), Cancellation))!.Version;
        }

        public override async Task PutTagsAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags) =>
            await Blob(version.Name.Name, version.Name.Container).SetTagsAsync(new Dictionary<string, string>(tags), cancellationToken: Cancellation);

        public override async Task RemoveAsync(string name) => await Blob(name, null).DeleteAsync(cancellationToken: Cancellation);

        public override Task RestAsync() => Task.CompletedTask;

        private BlobClient Blob(string name, string? container) => service.GetBlobContainerClient(container ?? Container).GetBlobClient(name);
    }
}
