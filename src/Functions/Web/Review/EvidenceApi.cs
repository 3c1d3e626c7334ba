using System.Buffers.Binary;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Web.Review;

/// <summary>
/// The evidence map itself, cell by cell, upright. It is computed when a reviewer looks: the same content under the same model gives the same map. The model may be newer than the one that
/// judged; the answer names it.
/// </summary>
internal static class EvidenceApi
{
    public static void MapEvidence(this RouteGroupBuilder review) => review.MapGet("/evidence/{container}/{hash}", EvidenceAsync).WithMetadata(new CostsAScan());

    private static async Task<IResult> EvidenceAsync(string container, string hash, Contents contents, Shadow shadow, CancellationToken cancellation)
    {
        var (subject, bytes, problem) = await contents.OpenAsync(container, hash, cancellation);
        if (subject is { IsBlind: true })
            return Problems.Of(404, "Blind", "The audit is blind: evidence is shown after the decision.");
        if (problem is not null)
            return problem;
        using var lease = await contents.LeaseAsync(cancellation);
        var challenger = await shadow.BesideAsync(lease, cancellation);
        var options = new ScanOptions { MoreHeads = challenger is null ? [] : [challenger.Package.Head] };
        var scan = await contents.ComputeAsync<Scan>(
            $"{subject!.Scope} {subject.Hash} scan {lease.Target.Manifest} {challenger?.Target.Manifest}", lease.Scanner.MemoryFor(bytes), made => 40_000 + 5L * (made.Map?.Values.Length ?? 0), () => lease.Scanner.Scan(bytes, options, cancellation: cancellation), cancellation);
        if (scan?.Map is null)
            return Problems.Of(404, "NoMap", "The content has no evidence map: it was refused.");
        var grid = EvidenceGrid.Of(scan, lease.Package.Policy);
        return Results.Json(new
        {
            model = lease.Package.Version.Value,
            frame = scan.Frame,
            frames = scan.Facts?.Frames ?? 1,
            width = grid.Width,
            height = grid.Height,
            columns = grid.Columns,
            rows = grid.Rows,
            left = grid.Left,
            top = grid.Top,
            cell = 8,
            bias = grid.Bias,
            scaleEnd = grid.ScaleEnd,
            logit = scan.Verdict.Logit,
            values = Convert.ToBase64String(Halves(grid.Values)),
            inside = grid.Inside is { } inside ? Convert.ToBase64String(Bits(inside)) : null,
            challenger = challenger is null ? null : Opinion(challenger, scan),
            windows = scan.Measurement!.Heads[0].BestWindows.Select(window => new { window.SizePixels, window.X, window.Y, window.Logit, threshold = Threshold(scan, window.SizePixels) }),
        });
    }

    private static object Opinion(Challenger challenger, Scan scan)
    {
        var judged = Rejudge.Of(scan.Measurement!, challenger.Package, scan.Verdict.Decision);
        return new { model = challenger.Package.Version.Value, verdict = judged.Decision, score = judged.Logit };
    }

    private static float? Threshold(Scan scan, int size) => scan.Verdict.Threshold is { } set && set.Windows.TryGetValue(size, out var least) ? least : null;

    /// <summary>float16, little-endian.</summary>
    private static byte[] Halves(IReadOnlyList<float> values)
    {
        var bytes = new byte[2 * values.Count];
        for (var n = 0; n < values.Count; n++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * n), (Half)Math.Min(values[n], 65504));
        return bytes;
    }

    /// <summary>Eight cells a byte, the first in the lowest bit.</summary>
    private static byte[] Bits(IReadOnlyList<bool> cells)
    {
        var bytes = new byte[(cells.Count + 7) / 8];
        for (var n = 0; n < cells.Count; n++)
            if (cells[n])
                bytes[n / 8] |= (byte)(1 << (n % 8));
        return bytes;
    }
}
