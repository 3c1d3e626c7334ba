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

    /// <summary>Writes the report alone: a gate has failed. The same head may be tried again, with other settings: the report is that of the last run, until it is published; then it is the one that it was published with.</summary>
    public async Task WriteReportAsync(RefitReport report, CancellationToken cancellation)
    {
        var isPublished = await installation.Releases.FindAsync(report.Version, cancellation) is not null;
        await reports.WriteAsync(report.Version, ReportJson.Write(report), ReportHtml.Write(report), signer, replace: !isPublished, cancellation);
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
}
