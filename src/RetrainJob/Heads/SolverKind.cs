namespace StayPositive.RetrainJob.Heads;

/// <summary>How a head is fitted.</summary>
internal enum SolverKind
{
    /// <summary>To the optimum, with a certificate; see docs/refit.md.</summary>
    Exact,

    /// <summary>By the published recipe (Rajan and Lee, ICML 2025): Adam from zero, clamped after each step, no L2, features unscaled.</summary>
    Paper,
}
