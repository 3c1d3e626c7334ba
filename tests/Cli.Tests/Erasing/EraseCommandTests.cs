using System.Text;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;
using StayPositive.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace StayPositive.Cli.Tests.Erasing;

public sealed class EraseCommandTests(Azurite azurite) : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("erase-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task An_erased_upload_leaves_no_trace_in_the_whole_store()
    {
        var world = await FolderAsync();
        var traces = EraseWorld.Traces(await world.Installation.Measurements.ListAsync(EraseWorld.Scope, EraseWorld.Hash, Cancellation).FirstAsync(Cancellation));
        var before = traces.Where(trace => Places(trace.Bytes).Count > 0).Select(trace => trace.What).Distinct().ToArray();
        foreach (var what in new[] { "name", "name as a key", "hash of the name", "hash", "bytes", "features" }) // the search finds what is there
            Assert.Contains(what, before);
        var rows = (await world.ShardRowsAsync(EraseWorld.Hash), await world.ShardRowsAsync(EraseWorld.OtherHash));
        Assert.True(rows is ( > 0, > 0), $"{rows}");

        var run = await Run.OfAsync("erase", EraseWorld.Name, "--blob", "--clean", EraseWorld.Clean, "--yes", "--data", data);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("2 uploads and 2 copies deleted", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 messages deleted", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{rows.Item1} rows of shards", run.Output, StringComparison.Ordinal);
        Assert.Equal([], traces.SelectMany(trace => Places(trace.Bytes).Select(place => $"{trace.What}: {place}")));
        TestContext.Current.SendDiagnosticMessage("{0} traces in {1} files: none left; before, {2} kinds of them were found", traces.Count, Directory.GetFiles(data, "*", SearchOption.AllDirectories).Length, before.Length);

        // The other content has lost nothing.
        Assert.Equal(rows.Item2, await world.ShardRowsAsync(EraseWorld.OtherHash));
        Assert.NotNull(await StateAsync(world, EraseWorld.Other));
        Assert.Equal(1, await world.Installation.Measurements.ListAsync(EraseWorld.Scope, EraseWorld.OtherHash, Cancellation).CountAsync(Cancellation));
        Assert.NotNull(await world.Installation.Labels.NewestAsync(EraseWorld.Scope, EraseWorld.OtherHash, Cancellation));
        Assert.Equal(1, await world.Installation.Messages!.ListAsync("", null, Cancellation).CountAsync(Cancellation));
        Assert.True(File.Exists(Path.Combine(data, EraseWorld.Container, EraseWorld.Other)) && File.Exists(Path.Combine(data, EraseWorld.Clean, EraseWorld.Other)));

        // What is under way goes on.
        var backfills = new BackfillStore(world.Installation.Results, TimeProvider.System);
        var backfill = await backfills.ReadAsync(EraseWorld.Scope, await backfills.ListAsync(EraseWorld.Scope, Cancellation).SingleAsync(Cancellation), Cancellation);
        Assert.Equal((BackfillStatus.Paused, true), (backfill!.Status, string.CompareOrdinal(backfill.Cursor, EraseWorld.Name) < 0));

        // The same content does not come back, under whatever name.
        var again = new UploadState { Upload = new("folder", EraseWorld.Container, "again.jpg", "1"), Hash = EraseWorld.Hash.Hex, Code = "Scanned", Decision = Decision.Inpainted, ScannedAt = TimeProvider.System.GetUtcNow() };
        Assert.Equal(StateOutcome.Erased, (await world.Installation.States.CreateAsync(EraseWorld.Scope, again, Cancellation)).Outcome);
        var repeat = await Run.OfAsync("erase", EraseWorld.Name, "--blob", "--yes", "--data", data);
        Assert.Equal(0, repeat.ExitCode);
        Assert.Contains("No content is known", repeat.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_and_a_no_change_nothing()
    {
        await FolderAsync();
        var before = Files();
        var dry = await Run.OfAsync("erase", EraseWorld.Hash.Hex, "--blob", "--dry-run", "--data", data);
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains($"content {EraseWorld.Hash}: to erase 2 states, 1 measurements", dry.Output, StringComparison.Ordinal);
        Assert.Contains($"upload {EraseWorld.Container}/{EraseWorld.Twin}: to be deleted", dry.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files());

        Console.SetIn(new StringReader("n\n"));
        var refused = await Run.OfAsync("erase", EraseWorld.Name, "--data", data);
        Assert.Equal((2, "Nothing was erased. Answer y, or give --yes."), (refused.ExitCode, refused.Error.Trim()));
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task By_hash_and_with_kept_labels_the_uploads_and_decisions_stay()
    {
        var world = await FolderAsync();
        var run = await Run.OfAsync("erase", EraseWorld.Hash.Hex, "--keep-labels", "--yes", "--data", data);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1 decisions stay", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 uploads and 0 copies deleted, 2 uploads without our tags", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(data, EraseWorld.Container, EraseWorld.Name)));
        Assert.NotNull(await world.Installation.Labels.NewestAsync(EraseWorld.Scope, EraseWorld.Hash, Cancellation));
        Assert.Null(await StateAsync(world, EraseWorld.Name));
        Assert.Equal(0, await world.Installation.Measurements.ListAsync(EraseWorld.Scope, EraseWorld.Hash, Cancellation).CountAsync(Cancellation));
    }

    [Theory]
    [InlineData("a.jpg", "--container", "Not-A-Container")]
    [InlineData("", "--container", "uploads")]
    public async Task What_cannot_be_a_target_is_a_wrong_command_line(params string[] arguments)
    {
        var run = await Run.OfAsync(["erase", .. arguments, "--yes", "--data", data]);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task In_an_account_messages_of_others_stay_and_what_soft_delete_keeps_is_told()
    {
        var text = await azurite.ConnectionStringAsync();
        var (blobs, queue) = (new BlobServiceClient(text), new QueueClient(text, "scan-results"));
        var settings = new InstallationSettings { ConnectionString = text, TombstoneKey = Convert.ToBase64String(new byte[32]), AuditKey = Convert.ToBase64String(new byte[16]) };
        foreach (var container in InstallationSettings.SystemContainers.Concat([EraseWorld.Container, EraseWorld.Clean]))
            await blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var world = await EraseWorld.MakeAsync(
            new Installation(settings, TimeProvider.System), (name, content) => blobs.GetBlobContainerClient(EraseWorld.Container).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, Cancellation),
            (_, message) => queue.SendMessageAsync(BinaryData.FromBytes(message), cancellationToken: Cancellation));
        (string Name, string Value)[] environment = [("ConnectionString", text), ("TombstoneKey", settings.TombstoneKey), ("AuditKey", settings.AuditKey)];
        foreach (var (name, value) in environment)
            Environment.SetEnvironmentVariable("Storage__" + name, value);
        Run run;
        try
        {
            run = await Run.OfAsync("erase", EraseWorld.Name, "--blob", "--clean", EraseWorld.Clean, "--yes");
        }
        finally
        {
            foreach (var (name, _) in environment)
                Environment.SetEnvironmentVariable("Storage__" + name, null);
        }

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("2 uploads and 2 copies deleted, 0 uploads without our tags, 2 messages deleted.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Soft delete is ", run.Output, StringComparison.Ordinal);
        Assert.Contains(EraseWorld.Other, (await queue.PeekMessageAsync(Cancellation)).Value.Body.ToString(), StringComparison.Ordinal); // visible again
        Assert.Null(await world.Installation.Uploads.FindAsync(new UploadName(EraseWorld.Container, EraseWorld.Twin), Cancellation));
        foreach (var container in InstallationSettings.SystemContainers)
            await foreach (var blob in blobs.GetBlobContainerClient(container).GetBlobsAsync(cancellationToken: Cancellation))
                Assert.DoesNotContain(EraseWorld.Hash.Hex, blob.Name, StringComparison.Ordinal);
    }

    private Task<EraseWorld> FolderAsync()
    {
        Directory.CreateDirectory(Path.Combine(data, EraseWorld.Clean));
        var installation = new Installation(new InstallationSettings { Data = data }, TimeProvider.System);
        return EraseWorld.MakeAsync(installation, PutAsync, (id, message) => installation.Messages!.WriteAsync(new ObjectKey($"{id:D}.json"), message, WriteCondition.None, Cancellation));

        Task PutAsync(string name, byte[] content)
        {
            var path = Path.Combine(data, EraseWorld.Container, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return File.WriteAllBytesAsync(path, content, Cancellation);
        }
    }

    private static async Task<UploadState?> StateAsync(EraseWorld world, string name) =>
        await world.Installation.States.ListOfAsync(EraseWorld.Scope, Storage.Keys.BlobKey.Of(name), Cancellation).FirstOrDefaultAsync(Cancellation) is { } key && key != default
            ? await world.Installation.States.ReadAsync(key, Cancellation)
            : null;

    private string[] Files() => [.. Directory.GetFiles(data, "*", SearchOption.AllDirectories).Order().Select(file => $"{file} {new FileInfo(file).Length}")];

    /// <summary>Files whose path or content holds the bytes.</summary>
    private List<string> Places(byte[] trace)
    {
        var places = new List<string>();
        foreach (var entry in Directory.GetFileSystemEntries(data, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(data, entry);
            // Objects of a folder: 'A' is written "+a", and long segments are cut by ",/".
            var key = Regex.Replace(path.Replace(",/", "", StringComparison.Ordinal), @"\+(.)", escaped => escaped.Groups[1].Value.ToUpperInvariant());
            var isThere = Encoding.UTF8.GetBytes(path).AsSpan().IndexOf(trace) >= 0 || Encoding.UTF8.GetBytes(key).AsSpan().IndexOf(trace) >= 0;
            if (isThere || (File.Exists(entry) && File.ReadAllBytes(entry).AsSpan().IndexOf(trace) >= 0))
                places.Add(path);
        }

        return places;
    }
}
