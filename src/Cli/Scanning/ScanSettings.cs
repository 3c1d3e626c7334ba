using StayPositive.Detector.Features;

namespace StayPositive.Cli.Scanning;

/// <summary>What the command line of <c>scan</c> asks for.</summary>
internal sealed record ScanSettings
{
    public required IReadOnlyList<string> Paths { get; init; }

    public required string Model { get; init; }

    public required OutputKind Output { get; init; }

    /// <summary>Folder for heat maps; null = none.</summary>
    public string? Heatmaps { get; init; }

    /// <summary>HTML file; null = none.</summary>
    public string? Report { get; init; }

    public bool EarlyStop { get; init; }

    /// <summary>Null = the model's policy.</summary>
    public bool? SecondLook { get; init; }

    public bool FailOnFlagged { get; init; }

    /// <summary>Images scanned at the same time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Threads of one scan; 0 = all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Null = the model's policy.</summary>
    public double? Prevalence { get; init; }

    /// <summary>Null = the model's policy.</summary>
    public double? FalsePositiveRate { get; init; }

    /// <summary>What computes the backbone; null = the first that works, without a word about it.</summary>
    public ExecutionProvider? Provider { get; init; }

    /// <summary>Which graphics card, from 0 on.</summary>
    public int Device { get; init; }

    /// <summary>Fail instead of falling back to the CPU.</summary>
    public bool RequireProvider { get; init; }
}
