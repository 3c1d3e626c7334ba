using System.Collections.Concurrent;
using StayPositive.Detector.Scans;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Review;

namespace StayPositive.Cli.Labelling;

/// <summary>
/// Writes the labels of prepared rows. Of each content: the measurement, then copy and mask, and last the label, so that a label never misses what it needs; a repeat after Ctrl+C or a kill completes what is
/// left and changes nothing else.
/// </summary>
/// <param name="installation">Where all is.</param>
/// <param name="scanner">Measures files; null = only labels are written.</param>
/// <param name="options">How.</param>
/// <param name="clock">Time of rows that name none.</param>
internal sealed class Importer(Installation installation, ImageScanner? scanner, ImportOptions options, TimeProvider clock)
{
    private readonly Measuring measuring = new(installation.Results, installation.Tombstones);
    private readonly MaskStore masks = new(installation.Review);
    private readonly ImageCopyStore copies = new(installation.Review, installation.Tombstones);
    private readonly ConcurrentBag<(string Name, string Code, string Sentence)> notScanned = [];
    private readonly ConcurrentBag<ImportConflict> conflicts = [];
    private int added;
    private int unchanged;
    private int older;
    private int measured;

    /// <summary>Imports; the newest row of a content, or the last one among equals, is its label.</summary>
    /// <param name="rows">Prepared.</param>
    /// <param name="done">Called after each content.</param>
    /// <param name="cancellation">Between contents.</param>
    public async Task<ImportReport> RunAsync(IReadOnlyList<PreparedRow> rows, Action done, CancellationToken cancellation)
    {
        var contents = rows.GroupBy(row => row.Hash.Hex, StringComparer.Ordinal).Select(group => Newest([.. group])).ToArray();
        await Parallel.ForEachAsync(contents, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation }, async (row, token) =>
        {
            await OneAsync(row, token);
            lock (notScanned)
                done();
        });
        return new ImportReport(
            rows.Count, contents.Length, added, unchanged, older, measured, [.. notScanned.OrderBy(one => one.Name, StringComparer.Ordinal)],
            [.. conflicts.OrderBy(conflict => conflict.Line)]);
    }

    private PreparedRow Newest(PreparedRow[] rows)
    {
        var newest = rows.Select((row, n) => (row, n)).MaxBy(pair => (pair.row.Row.When ?? DateTimeOffset.MaxValue, pair.n)).row; // a row without a time is of now
        foreach (var row in rows.Where(row => row.Row.Ruling != newest.Row.Ruling))
            conflicts.Add(new ImportConflict(row.Hash.Hex, row.Row.Line, $"{row.Row.Ruling}", $"{newest.Row.Ruling} of line {newest.Row.Line}", Won: false));
        return newest;
    }

    private async Task OneAsync(PreparedRow row, CancellationToken cancellation)
    {
        var mask = row.Mask is { } png ? ((ContentHash, ReadOnlyMemory<byte>)?)(ContentHash.Of(png.Span), png) : null;
        if (row.Row.File is { } path && (scanner is not null || options.Copy))
        {
            ReadOnlyMemory<byte> file = await File.ReadAllBytesAsync(path, cancellation);
            if (ContentHash.Of(file.Span) != row.Hash)
            {
                notScanned.Add((path, "Changed", "The file was changed during the import."));
                return;
            }

            if (scanner is not null && !await MeasureAsync(row, file, mask, cancellation))
                return;
            if (options.Copy)
                await copies.WriteAsync(options.Scope, row.Hash, file, cancellation);
        }

        if (row.Mask is { } drawn)
            await masks.WriteAsync(options.Scope, row.Hash, drawn, cancellation);
        await LabelAsync(row, mask?.Item1, cancellation);
    }

    private async Task<bool> MeasureAsync(PreparedRow row, ReadOnlyMemory<byte> file, (ContentHash Hash, ReadOnlyMemory<byte> Png)? mask, CancellationToken cancellation)
    {
        var backbone = ContentHash.Parse(scanner!.Package.Backbone.Sha256);
        if (await measuring.IsDoneAsync(options.Scope, row.Hash, backbone, mask?.Hash, cancellation))
            return true;
        var outcome = await measuring.MeasureAsync(scanner, options.Scope, row.Hash, file, mask, cancellation);
        if (outcome == MeasuringOutcome.Done)
            Interlocked.Increment(ref measured);
        else
            notScanned.Add((row.Row.Name, outcome.Code, outcome.Sentence!));
        return outcome == MeasuringOutcome.Done;
    }

    private async Task LabelAsync(PreparedRow prepared, ContentHash? mask, CancellationToken cancellation)
    {
        var row = prepared.Row;
        var label = new Label(0, row.Ruling, row.Who ?? options.Who, row.When ?? clock.GetUtcNow(), Blind: false, row.Note)
        {
            Source = "import:" + (row.Source ?? options.Name),
            AuditProbability = row.Probability ?? options.Probability,
            Mask = mask?.Hex,
            Group = row.Group is { } group ? $"{row.Source ?? options.Name}/{group}" : null,
            Generator = row.Generator,
        };
        while (true)
        {
            var chain = await installation.Labels.ReadAsync(options.Scope, prepared.Hash, cancellation);
            if (chain.Any(there => IsSame(there, label, row.When)))
            {
                Interlocked.Increment(ref unchanged);
                return;
            }

            var newest = chain.Count > 0 ? chain[^1] : null;
            var isOlder = newest is not null && newest.At > label.At;
            if (!isOlder && !(await installation.Labels.AddAsync(options.Scope, prepared.Hash, newest?.Number ?? 0, label, cancellation)).Taken)
                continue; // somebody decided in between: look again
            if (newest is not null && newest.Ruling != label.Ruling)
                conflicts.Add(new ImportConflict(prepared.Hash.Hex, row.Line, $"{label.Ruling}", $"{newest.Ruling} by {newest.Reviewer} ({newest.Source ?? "review"})", Won: !isOlder));
            Interlocked.Increment(ref isOlder ? ref older : ref added);
            return;
        }
    }

    /// <summary>True for what this row, or an earlier import of it, has written, also if a later decision overturned it.</summary>
    private static bool IsSame(Label there, Label label, DateTimeOffset? when) =>
        there with { Number = label.Number, At = when is null ? label.At : there.At } == label;
}
