using System.Diagnostics;
using System.IO.Hashing;
using System.Text;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Review;

/// <summary>Counts the dashboard's figures: a listing of all states, a reading of at most so many of them, and of the blind decisions of a year.</summary>
internal sealed class DashboardCounter(Stores stores, Subjects subjects, Installation installation, TimeProvider clock)
{
    public const string Name = "dashboard";

    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(2);

    private const int MostReads = 10_000;
    private const int MostAudits = 5_000;
    private const int ShownDays = 30;
    private const int FirstBin = -12;
    private const int BinCount = 24;
    private const int AtOnce = 8;

    public async Task<DashboardCounts> CountAsync(Scope scope, CancellationToken cancellation)
    {
        var (now, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
        var listed = 0L;
        await foreach (var _ in stores.States.ListAsync(scope, null, cancellation))
            listed++;
        var share = listed <= MostReads ? 1 : (double)MostReads / listed;
        var (read, days, models) = (0, new SortedDictionary<DateOnly, SortedDictionary<string, int>>(), new SortedDictionary<string, int[]>(StringComparer.Ordinal));
        await foreach (var keys in stores.States.ListAsync(scope, null, cancellation).Where(key => IsDrawn(key, share)).Chunk(AtOnce).WithCancellation(cancellation))
            foreach (var state in await Task.WhenAll(keys.Select(key => stores.States.ReadAsync(key, cancellation))))
                if (state is not null)
                    Add(state);

        var shown = days.Where(day => day.Key > DateOnly.FromDateTime(now.UtcDateTime).AddDays(-ShownDays)).Select(day => new DayCount(day.Key, day.Value));
        return new DashboardCounts(
            now, watch.Elapsed.TotalSeconds, listed, read, [.. shown], [.. models.Select(model => new ModelScores(model.Key, FirstBin, model.Value))], await AuditAsync(scope, now, cancellation));

        void Add(UploadState state)
        {
            read++;
            var day = DateOnly.FromDateTime(state.ScannedAt.UtcDateTime);
            var verdicts = days.TryGetValue(day, out var there) ? there : days[day] = new(StringComparer.Ordinal);
            verdicts[state.Decision.ToString()] = verdicts.GetValueOrDefault(state.Decision.ToString()) + 1;
            if (state is not { Score: { } score, Model: { } model })
                return;
            var bins = models.TryGetValue(model, out var scores) ? scores : models[model] = new int[BinCount];
            bins[Math.Clamp((int)Math.Floor(score) - FirstBin, 0, BinCount - 1)]++;
        }
    }

    /// <summary>A sample that does not depend on the order of names.</summary>
    private static bool IsDrawn(StateKey key, double share) => share >= 1 || XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{key.Blob}/{key.Upload}")) < share * ulong.MaxValue;

    private async Task<AuditFigures?> AuditAsync(Scope scope, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var first = new Dictionary<ContentHash, Label>();
        await foreach (var line in installation.Decisions.NewestAsync(scope, today.AddYears(-1), today, cancellation).Where(line => line.Blind).Take(MostAudits))
            if (await stores.Labels.ReadAsync(scope, line.Hash, line.Number, cancellation) is { AuditProbability: not null } label && line.IsOf(label))
                first[line.Hash] = label; // the newest first, so that the oldest stays
        var rows = new List<(double, Ruling, Decision)>();
        foreach (var (hash, label) in first)
            if (await subjects.FirstAsync(scope, hash, cancellation) is { } state)
                rows.Add((label.AuditProbability!.Value, label.Ruling, state.Decision));
        return AuditFigures.Of(rows);
    }
}
