namespace StayPositive.RetrainJob.Gates;

/// <summary>What a candidate must show before it is published.</summary>
internal sealed record GateSettings
{
    /// <summary>Slices with fewer rows of either class are reported and do not decide; 2 and more.</summary>
    public int MinSliceRows { get; init; } = 50;

    /// <summary>On no such slice may the lower end of the AUC's difference to the champion be below minus this; 0..0.5.</summary>
    public double NonInferiorityMargin { get; init; } = 0.01;

    /// <summary>Share of the frozen golden contents that must judge, so that the set cannot fall silent; 0..1.</summary>
    public double MinGoldenShare { get; init; } = 0.9;

    /// <summary>The upper end of the 95% interval of the false-positive rate, on audit rows, must be at most this; 0..1.</summary>
    public double FalsePositiveCeiling { get; init; } = 0.03;

    /// <summary>Audit labels of photos since the champion's that are needed.</summary>
    public int MinNewAuditReal { get; init; } = 100;

    /// <summary>Audit labels of generated images since the champion's that are needed.</summary>
    public int MinNewAuditGenerated { get; init; } = 30;

    /// <summary>Resamples of the paired bootstrap; 200..100000: the ends of a 95% interval rest on the outermost 2.5% of them.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Fixes its draws.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits; the message names it, its value and the limit.</exception>
    public void Check()
    {
        Require(MinSliceRows >= 2, nameof(MinSliceRows), MinSliceRows, "at least 2");
        Require(NonInferiorityMargin is >= 0 and <= 0.5, nameof(NonInferiorityMargin), NonInferiorityMargin, "0..0.5");
        Require(MinGoldenShare is >= 0 and <= 1, nameof(MinGoldenShare), MinGoldenShare, "0..1");
        Require(FalsePositiveCeiling is > 0 and <= 1, nameof(FalsePositiveCeiling), FalsePositiveCeiling, "above 0 and at most 1");
        Require(MinNewAuditReal >= 0, nameof(MinNewAuditReal), MinNewAuditReal, "at least 0");
        Require(MinNewAuditGenerated >= 0, nameof(MinNewAuditGenerated), MinNewAuditGenerated, "at least 0");
        Require(Resamples is >= 200 and <= 100_000, nameof(Resamples), Resamples, "200..100000");
    }

    private static void Require(bool holds, string name, object value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Gates.{name} is {value}; it must be {rule}.");
    }
}
