using System.Security.Cryptography;
using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Reports;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Publishing;

/// <summary>
/// Publishes a candidate: report, version, then the alias challenger by compare-and-swap against what the job saw when it began. A kill leaves files to which no alias points, and a repeat completes them; of two
/// jobs one moves the alias, and the other is told.
/// </summary>
/// <param name="installation">Where models are.</param>
/// <param name="signer">Private key; null = not signed.</param>
internal sealed class Publisher(Installation installation, ECDsa? signer)
{
    /// <summary>Who a job is in the aliases' history.</summary>
    public const string Who = "retrain-job";

    private readonly ReportStore reports = new(installation.Models);

    /// <summary>
    /// Writes the report alone: a gate has failed. The same head has the same version in every job, so a report may be there: of a version that an alias has ever pointed to it stays, as what was decided rests on it;
    /// else the newest takes its place.
    /// </summary>
    public async Task WriteReportAsync(RefitReport report, CancellationToken cancellation)
    {
        if (await reports.ReadAsync(report.Version, cancellation) is null || !await IsPointedToAsync(report.Version, cancellation))
            await reports.WriteAsync(report.Version, ReportJson.Write(report), ReportHtml.Write(report), signer, cancellation);
    }

    /// <summary>Publishes.</summary>
    /// <param name="package">The candidate.</param>
    /// <param name="report">Every gate passed.</param>
    /// <param name="champion">As the job saw it when it began.</param>
    /// <param name="challenger">As the job saw it when it began; null = none.</param>
    /// <param name="cancellation">Between the writes.</param>
    /// <returns>The challenger's new document; null when another job was first.</returns>
    public async Task<AliasDocument?> PublishAsync(ModelPackage package, RefitReport report, AliasDocument champion, AliasDocument? challenger, CancellationToken cancellation)
    {
        await WriteReportAsync(report, cancellation);
        var target = await installation.Releases.PublishAsync(package, signer, cancellation);
        if (challenger?.Target == target)
            return challenger; // a repeat after a kill
        // It was compared with this champion: against another one the gates say nothing.
        if (await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation) != champion)
            return null;
        return await installation.Aliases.MoveAsync(
            ModelAlias.Challenger, challenger, target, Who, $"Every gate passed against {champion.Target.Version}; reports/{target.Version}/report.html", cancellation);
    }

    private async Task<bool> IsPointedToAsync(string version, CancellationToken cancellation)
    {
        foreach (var alias in Enum.GetValues<ModelAlias>())
            if (await installation.Aliases.HistoryAsync(alias, cancellation).AnyAsync(move => move.Target.Version == version, cancellation))
                return true;
        return false;
    }
}
