using System.Diagnostics;
using System.Text;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

/// <summary>Several processes on one folder, and processes that are killed.</summary>
public sealed class FolderStoreProcessTests : IDisposable
{
    internal const int Rounds = 20;
    private const int Workers = 4;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FolderObjectStore Store => new(Path.Combine(folder.Path, "store"), TimeProvider.System);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_four_processes_one_wins_each_object_and_no_count_is_lost()
    {
        await Store.WriteAsync(new ObjectKey("counter"), "0"u8.ToArray(), WriteCondition.IfAbsent, Cancellation);
        var processes = await StartAsync(nameof(FolderStoreChild.CompeteAsync));
        foreach (var process in processes)
        {
            var errors = await process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            Assert.True(process.ExitCode == 0, errors);
        }
        var wins = Enumerable.Range(0, Workers)
            .SelectMany(worker => File.ReadAllLines(Path.Combine(folder.Path, $"won-{worker}")).Select(round => (Round: int.Parse(round), Worker: worker)))
            .OrderBy(win => win.Round).ToArray();
        Assert.Equal(Enumerable.Range(0, Rounds), wins.Select(win => win.Round));
        foreach (var win in wins)
            Assert.Equal($"{win.Worker}", await ReadTextAsync($"round/{win.Round}"));
        Assert.Equal($"{Workers * Rounds}", await ReadTextAsync("counter"));
        TestContext.Current.SendDiagnosticMessage("Wins of the processes: {0}", string.Join(", ", wins.CountBy(win => win.Worker)));
    }

    [Theory]
    [InlineData(0, 1, 3, 7)]
    [InlineData(20, 11, 2, 29)]
    [InlineData(100, 0, 53, 5)]
    public async Task Killed_in_the_middle_of_writes_they_leave_whole_objects_and_no_lock(params int[] pauses)
    {
        var before = FolderStoreChild.Page(7);
        await Store.WriteAsync(new ObjectKey("shared"), before, WriteCondition.None, Cancellation);
        var processes = await StartAsync(nameof(FolderStoreChild.WriteUntilKilledAsync));
        await WaitForObjectsAsync();
        foreach (var (process, milliseconds) in processes.Zip(pauses))
        {
            await Task.Delay(milliseconds, Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }
        var objects = 0;
        await foreach (var entry in Store.ListAsync("", null, Cancellation))
        {
            var content = (await Store.ReadAsync(entry.Key, Cancellation))!.Content.ToArray();
            Assert.Equal(FolderStoreChild.Page(content[0]), content);
            objects++;
        }
        Assert.InRange(objects, Workers, int.MaxValue);
        var shared = (await Store.ReadAsync(new ObjectKey("shared"), Cancellation))!;
        Assert.NotNull(await Store.WriteAsync(new ObjectKey("shared"), before, WriteCondition.IfMatch(shared.ETag), Cancellation));
        var leftovers = Directory.GetFiles(Path.Combine(folder.Path, "store", ".tmp")).Length;
        TestContext.Current.SendDiagnosticMessage("{0} objects whole after {1} kills, {2} unfinished temporary files", objects, Workers, leftovers);
    }

    private async Task<Process[]> StartAsync(string method)
    {
        var processes = Enumerable.Range(0, Workers).Select(worker => FolderStoreChild.Start(method, folder.Path, worker)).ToArray();
        for (var worker = 0; worker < Workers; worker++)
            while (!File.Exists(FolderStoreChild.ReadyFile(folder.Path, worker)))
            {
                Assert.False(processes[worker].HasExited, "The child process ended early.");
                await Task.Delay(5, Cancellation);
            }
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "go"), "", Cancellation);
        return processes;
    }

    /// <summary>Until every process is in the middle of it.</summary>
    private async Task WaitForObjectsAsync()
    {
        for (var worker = 0; worker < Workers; worker++)
            while (!await Store.ListAsync($"own/{worker}/", null, Cancellation).AnyAsync(Cancellation))
                await Task.Delay(1, Cancellation);
    }

    private async Task<string> ReadTextAsync(string key) => Encoding.UTF8.GetString((await Store.ReadAsync(new ObjectKey(key), Cancellation))!.Content.Span);
}
