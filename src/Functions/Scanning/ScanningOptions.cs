using StayPositive.Storage.Review;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Scanning;

/// <summary>What is scanned, and how. Section <c>Scanning</c> of the configuration.</summary>
public sealed class ScanningOptions
{
    /// <summary>Containers with uploads; all others are refused without a request.</summary>
    public IList<string> Containers { get; } = [];

    /// <summary>Only names that begin with one of these; none = all.</summary>
    public IList<string> Prefixes { get; } = [];

    /// <summary>Names that end with one of these, in any case, are left out.</summary>
    public IList<string> ExcludedSuffixes { get; } = [];

    /// <summary>The gate: what has no findings, or is overruled so, is copied into this container. Null = no gate.</summary>
    public string? CleanContainer { get; set; }

    /// <summary>Share of contents drawn for the blind audit, 0..1.</summary>
    public double AuditRate { get; set; } = AuditSample.DefaultRate;

    /// <summary>Contents that the audit should draw a day at least, 0..100000: the rate of a day is raised by the number of new contents of the day before.</summary>
    public int AuditPerDay { get; set; } = 20;

    /// <summary>Uploads with policies of their own, by prefix of <c>{container}/{name}</c>; all others are judged by the model's.</summary>
    public IList<PrefixPolicy> Policies { get; } = [];

    /// <summary>Scans at the same time, 1..64; 0 = one a core.</summary>
    public int Concurrency { get; set; }

    /// <summary>Memory in MB (10^6 bytes) that scans under way may take together, by their headers and file sizes, 128..1000000.</summary>
    public int MemoryMegabytes { get; set; } = 1000;

    /// <summary>Uploads and open effects that one sweep takes on, 1..1000000; the next one goes on from there.</summary>
    public int SweepLimit { get; set; } = 5000;

    /// <summary>Uploads that are older are left to events, requests and backfills: an account with millions of them can be attached without scanning all. Null = the sweep takes on all.</summary>
    public DateTimeOffset? SweepSince { get; set; }

    /// <exception cref="InvalidOperationException">A setting is outside its limits; the message names it.</exception>
    public void Check(IReadOnlyCollection<string> systemContainers)
    {
        Require(Containers.Count > 0, "Scanning:Containers is empty; name at least one container with uploads.");
        foreach (var container in Containers.Append(CleanContainer ?? "clean"))
        {
            Require(!systemContainers.Contains(container), $"Scanning:Containers holds {container}, which is a system container; uploads lie elsewhere.");
            Require(UploadName.IsContainer(container), $"Scanning:Containers or Scanning:CleanContainer holds '{Safe.Text(container)}'; a container has 3..63 of a-z, 0-9 and single inner hyphens.");
        }

        Require(Containers.Distinct().Count() == Containers.Count, "Scanning:Containers names a container twice.");
        Require(CleanContainer is null || !Containers.Contains(CleanContainer), $"Scanning:CleanContainer is {CleanContainer}, which is also scanned; the gate needs two containers.");
        Require(AuditRate is >= 0 and <= 1, $"Scanning:AuditRate is {AuditRate}; it must be in 0..1.");
        Require(AuditPerDay is >= 0 and <= 100_000, $"Scanning:AuditPerDay is {AuditPerDay}; it must be in 0..100000.");
        for (var n = 0; n < Policies.Count; n++)
            Require(Policies[n].Prefix.Length > 0 && Policies[n].Policy.Length > 0, $"Scanning:Policies:{n} needs both a Prefix and a Policy.");
        Require(Concurrency is >= 0 and <= 64, $"Scanning:Concurrency is {Concurrency}; it must be in 0..64.");
        Require(MemoryMegabytes is >= 128 and <= 1_000_000, $"Scanning:MemoryMegabytes is {MemoryMegabytes}; it must be in 128..1000000.");
        Require(SweepLimit is >= 1 and <= 1_000_000, $"Scanning:SweepLimit is {SweepLimit}; it must be in 1..1000000.");
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new InvalidOperationException(sentence);
    }
}
