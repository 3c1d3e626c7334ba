using StayPositive.Storage.Keys;

namespace StayPositive.Cli.Labelling;

/// <summary>How labels are imported.</summary>
internal sealed record ImportOptions
{
    /// <summary>Tenant.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Source of rows that name none: <c>import:NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who labelled rows that name nobody.</summary>
    public required string Who { get; init; }

    /// <summary>Probability of the audit draw of rows that name none; null = not drawn.</summary>
    public double? Probability { get; init; }

    /// <summary>Keep copies of the files.</summary>
    public bool Copy { get; init; }

    /// <summary>Images at the same time.</summary>
    public int Parallel { get; init; } = 1;
}
