namespace StayPositive.RetrainJob.Heads;

/// <summary>Fits a head to rows of features; the one way to do so.</summary>
internal static class HeadSolver
{
    /// <param name="rows">Read several times.</param>
    /// <param name="settings">What and how.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    /// <exception cref="RefitRefusedException">The rows have no optimum or are malformed; the code says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The rows cannot be read.</exception>
    public static HeadFit Solve(IFeatureRows rows, RefitSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Solver == SolverKind.Exact && !(settings.L2 >= 0 && double.IsFinite(settings.L2)))
            throw new ArgumentOutOfRangeException(nameof(settings), settings.L2, $"L2 is {settings.L2}; it must be finite and >= 0.");
        if (!(settings.Tolerance >= 1e-9))
            throw new ArgumentOutOfRangeException(nameof(settings), settings.Tolerance, $"The tolerance is {settings.Tolerance}; it must be at least 1e-9.");
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Threads, 1, nameof(settings));

        var statistics = RowStatistics.Of(rows, settings, cancellation);
        return settings.Solver == SolverKind.Paper
            ? PaperSolver.Solve(rows, statistics, settings, cancellation)
            : ExactSolver.Solve(rows, statistics, settings, cancellation);
    }
}
