using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Refits;

/// <summary>What one start of the job works on.</summary>
/// <param name="Scopes">Tenants whose labels are used together.</param>
/// <param name="Work">Folder for files that the job removes again.</param>
/// <param name="Shard">Which replica this is; only the whole job fits.</param>
/// <param name="IsDryRun">Report, and nothing published.</param>
internal sealed record RefitOptions(IReadOnlyList<Scope> Scopes, string Work, JobShard Shard, bool IsDryRun);
