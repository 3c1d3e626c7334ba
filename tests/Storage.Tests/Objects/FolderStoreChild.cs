using System.Diagnostics;
using System.Text;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

/// <summary>What a second process does with a folder store: explicit tests, run only by <see cref="FolderStoreProcessTests"/> through the test program itself.</summary>
public sealed class FolderStoreChild
{
    private const string FolderName = "FOLDER_STORE", WorkerName = "FOLDER_STORE_WORKER";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    /// <summary>Starts a process that runs one of the methods below on a folder.</summary>
    internal static Process Start(string method, string folder, int worker)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(FolderStoreChild).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(program, ["-explicit", "only", "-method", $"{typeof(FolderStoreChild).FullName}.{method}"])
        {
            RedirectStandardOutput = true,
            Environment = { [FolderName] = folder, [WorkerName] = worker.ToString() },
        };
        return Process.Start(start)!;
    }

    /// <summary>File that a process makes when it is ready; all begin when the parent makes "go".</summary>
    internal static string ReadyFile(string folder, int worker) => Path.Combine(folder, $"ready-{worker}");

    [Fact(Explicit = true)]
    public async Task Compete()
    {
        var (store, folder, worker) = await ReadyAsync();
        var won = new List<int>();
        for (var round = 0; round < FolderStoreProcessTests.Rounds; round++)
        {
            if (await store.WriteAsync(new ObjectKey($"round/{round}"), Encoding.UTF8.GetBytes($"{worker}"), WriteCondition.IfAbsent, Cancellation) is not null)
                won.Add(round);
            for (var counted = false; !counted;)
            {
                var read = (await store.ReadAsync(new ObjectKey("counter"), Cancellation))!;
                var next = int.Parse(Encoding.UTF8.GetString(read.Content.Span)) + 1;
                counted = await store.WriteAsync(new ObjectKey("counter"), Encoding.UTF8.GetBytes($"{next}"), WriteCondition.IfMatch(read.ETag), Cancellation) is not null;
            }
        }
        await File.WriteAllLinesAsync(Path.Combine(folder, $"won-{worker}"), won.Select(round => $"{round}"), Cancellation);
    }

    [Fact(Explicit = true)]
    public async Task Write_until_killed()
    {
        var (store, _, worker) = await ReadyAsync();
        for (var i = 0; ; i++)
        {
            await store.WriteAsync(new ObjectKey("shared"), Page(i), WriteCondition.None, Cancellation);
            await store.WriteAsync(new ObjectKey($"own/{worker}/{i}"), Page(i), WriteCondition.IfAbsent, Cancellation);
            if (i % 2 == 1)
                await store.DeleteAsync(new ObjectKey($"own/{worker}/{i - 1}"), null, Cancellation);
        }
    }

    /// <summary>Bytes that show whether they are whole: all the same, and the length follows from them.</summary>
    internal static byte[] Page(int number)
    {
        var fill = (byte)(number % 200);
        var page = new byte[30_000 + fill * 500];
        Array.Fill(page, fill);
        return page;
    }

    private static async Task<(FolderObjectStore Store, string Folder, int Worker)> ReadyAsync()
    {
        var folder = Environment.GetEnvironmentVariable(FolderName)!;
        var worker = int.Parse(Environment.GetEnvironmentVariable(WorkerName)!);
        await File.WriteAllTextAsync(ReadyFile(folder, worker), "", Cancellation);
        while (!File.Exists(Path.Combine(folder, "go")))
            await Task.Delay(1, Cancellation);
        return (new FolderObjectStore(Path.Combine(folder, "store"), TimeProvider.System), folder, worker);
    }
}
