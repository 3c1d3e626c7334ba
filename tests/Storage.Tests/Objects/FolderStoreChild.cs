using System.Diagnostics;
using System.Text;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

/// <summary>What a second process does with a folder store, for <see cref="FolderStoreProcessTests"/>: the test program itself, with other arguments.</summary>
internal static class FolderStoreChild
{
    /// <summary>First argument of a child; then method, folder and number.</summary>
    public const string Argument = "folder-store-child";

    private static readonly CancellationToken Cancellation = CancellationToken.None; // it is killed

    /// <summary>Starts a process that runs one of the methods below on a folder.</summary>
    public static Process Start(string method, string folder, int worker) =>
        Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, typeof(FolderStoreChild).Assembly.GetName().Name!), [Argument, method, folder, $"{worker}"])
        {
            RedirectStandardError = true,
        })!;

    /// <summary>The child's main method.</summary>
    public static async Task RunAsync(string method, string folder, int worker)
    {
        await File.WriteAllTextAsync(ReadyFile(folder, worker), "", Cancellation);
        while (!File.Exists(Path.Combine(folder, "go")))
            await Task.Delay(1, Cancellation);
        var store = new FolderObjectStore(Path.Combine(folder, "store"), TimeProvider.System);
        await (method == nameof(CompeteAsync) ? CompeteAsync(store, folder, worker) : WriteUntilKilledAsync(store, worker));
    }

    /// <summary>File that a process makes when it is ready; all begin when the parent makes "go".</summary>
    public static string ReadyFile(string folder, int worker) => Path.Combine(folder, $"ready-{worker}");

    /// <summary>Wants every round's object, and counts on one object.</summary>
    public static async Task CompeteAsync(FolderObjectStore store, string folder, int worker)
    {
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

    /// <summary>Overwrites a shared object, makes and deletes its own.</summary>
    public static async Task WriteUntilKilledAsync(FolderObjectStore store, int worker)
    {
        for (var i = 0; ; i++)
        {
            await store.WriteAsync(new ObjectKey("shared"), Page(i), WriteCondition.None, Cancellation);
            await store.WriteAsync(new ObjectKey($"own/{worker}/{i}"), Page(i), WriteCondition.IfAbsent, Cancellation);
            if (i % 2 == 1)
                await store.DeleteAsync(new ObjectKey($"own/{worker}/{i - 1}"), null, Cancellation);
        }
    }

    /// <summary>Bytes that show whether they are whole: all the same, and the length follows from them.</summary>
    public static byte[] Page(int number)
    {
        var fill = (byte)(number % 200);
        var page = new byte[30_000 + fill * 500];
        Array.Fill(page, fill);
        return page;
    }
}
