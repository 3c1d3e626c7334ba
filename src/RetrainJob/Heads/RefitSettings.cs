namespace StayPositive.RetrainJob.Heads;

/// <summary>What is fitted, and how.</summary>
internal sealed record RefitSettings
{
    /// <summary>Strength of the regularisation, on features of unit root mean square, >= 0. With 0 there may be no optimum; the fit is then refused. Not used by the paper's recipe.</summary>
    public double L2 { get; init; } = 1e-3;

    /// <summary>Whether the bias is fitted. The paper's recipe fits it.</summary>
    public BiasTreatment Bias { get; init; } = BiasTreatment.Zero;

    /// <summary>Hold w >= 0. False is the baseline of every report.</summary>
    public bool NonNegative { get; init; } = true;

    /// <summary>How to fit.</summary>
    public SolverKind Solver { get; init; } = SolverKind.Exact;

    /// <summary>Give each class half of the weight, whatever the number of its rows.</summary>
    public bool BalanceClasses { get; init; } = true;

    /// <summary>Where to begin; null = zero. It changes the time, not the optimum.</summary>
    public HeadStart? Start { get; init; }

    /// <summary>Threads at work, at least 1. The result does not depend on it, bit for bit.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Seed of the rows that stand for the curvature, and of the paper's shuffling.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>KKT residual at which the exact solver stops, >= 1e-9.</summary>
    public double Tolerance { get; init; } = 1e-6;
}
