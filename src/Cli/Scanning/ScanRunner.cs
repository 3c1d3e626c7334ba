using System.Threading.Channels;
using StayPositive.Cli.Heatmaps;
using StayPositive.Cli.Inputs;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Scanning;

/// <summary>Scans inputs in parallel and gives the rows in the order of the inputs. At most <paramref name="parallel"/> images are in memory.</summary>
internal sealed class ScanRunner(ImageScanner scanner, Policy policy, ScanOptions options, HeatmapFolder? heatmaps, int parallel)
{
    public async IAsyncEnumerable<ScanRow> RunAsync(
        IReadOnlyList<Input> inputs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var waiting = Channel.CreateBounded<Task<ScanRow?>>(parallel);
        var feeder = FeedAsync(inputs, waiting.Writer, stop.Token);
        try
        {
            // Not cancelled itself: rows that were under way when Ctrl+C came, and are done, are still given.
            await foreach (var scanning in waiting.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (await scanning.ConfigureAwait(false) is { } row)
                    yield return row;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await feeder.ConfigureAwait(false);
        }
    }

    private async Task FeedAsync(IReadOnlyList<Input> inputs, ChannelWriter<Task<ScanRow?>> writer, CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(parallel);
        try
        {
            foreach (var input in inputs)
            {
                await slots.WaitAsync(cancellation).ConfigureAwait(false);
                var scanning = Task.Run(() => ScanOneAsync(input, slots, cancellation), CancellationToken.None);
                await writer.WriteAsync(scanning, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader ends with what has been written.
        }
        finally
        {
            writer.Complete();
            for (var slot = 0; slot < parallel; slot++) // until none is under way; a list of all tasks would keep all results
                await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Null when cancelled.</summary>
    private async Task<ScanRow?> ScanOneAsync(Input input, SemaphoreSlim slots, CancellationToken cancellation)
    {
        try
        {
            if (input.Problem is not null)
                return new ScanRow(input, null, input.Problem, null);

            var bytes = await ReadAsync(input, cancellation).ConfigureAwait(false);
            var scan = scanner.Scan(bytes, options, policy, cancellation);
            var heatmap = heatmaps is not null && scan.Map is not null ? heatmaps.Write(input.Name, bytes, scan, policy) : null;
            return new ScanRow(input, scan with { Map = null }, null, heatmap);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && exception is not OutputFailedException)
        {
            return new ScanRow(input, null, new InputProblem("Unreadable", $"The file cannot be read: {exception.Message}", "Check the file and its permissions."), null);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<byte[]> ReadAsync(Input input, CancellationToken cancellation)
    {
        var most = policy.Limits.MaxMegabytes * 1_000_000L + 1; // one more than allowed is enough to be refused
        if (input.Path is null) // a read of a terminal or a pipe cannot be cancelled: it is left behind
            return await Task.Run(() => ReadAsync(Console.OpenStandardInput(), most, cancellation), cancellation).WaitAsync(cancellation).ConfigureAwait(false);

        await using var file = File.OpenRead(input.Path);
        return await ReadAsync(file, most, cancellation).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, long most, CancellationToken cancellation)
    {
        var whole = new byte[stream.CanSeek ? Math.Clamp(stream.Length, 1, most) : 1 << 16];
        var length = 0;
        while (length < most)
        {
            var read = await stream.ReadAsync(whole.AsMemory(length), cancellation).ConfigureAwait(false);
            length += read;
            if (read == 0)
                break;
            if (length == whole.Length && length < most && !stream.CanSeek)
                Array.Resize(ref whole, (int)Math.Min(2L * length, most));
            else if (length == whole.Length)
                break;
        }

        return length == whole.Length ? whole : whole[..length];
    }
}
