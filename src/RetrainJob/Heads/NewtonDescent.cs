namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Newton's method with bounds: a quadratic model over a working set is minimised exactly, non-negativity included; the full step is tried with one pass over the rows, which gives value,
/// gradient and margins at once; a step that is too long is shortened along the known margins, without a pass. Stops at the residual asked for.
/// </summary>
internal sealed class NewtonDescent
{
    private const int MaxSteps = 200;
    private const double Sufficient = 1e-4;

    /// <summary>Rounding of the objective's value, as a share.</summary>
    private const double ValueNoise = 1e-14;

    /// <summary>Channels whose Hessian costs so little that it is taken afresh for every step.</summary>
    private const int CheapSet = 128;

    /// <summary>A step that leaves more of the residual than this share asks for a fresh Hessian, if the last is a few steps old.</summary>
    private const double SlowStep = 0.3;

    private const int OldSteps = 4;

    private readonly LogisticObjective objective;
    private readonly RowSample? sample;
    private readonly Constraints constraints;
    private readonly int threads;
    private readonly CancellationToken cancellation;
    private readonly QuadraticModel model = new();
    private Evaluation current;
    private Evaluation trial;
    private int age;

    /// <param name="objective">Over all rows.</param>
    /// <param name="sample">Rows that the curvature is taken from; null = all.</param>
    /// <param name="constraints">Bounds.</param>
    /// <param name="threads">Threads at work.</param>
    /// <param name="cancellation">Checked between blocks of rows.</param>
    public NewtonDescent(LogisticObjective objective, RowSample? sample, Constraints constraints, int threads, CancellationToken cancellation)
    {
        (this.objective, this.sample, this.constraints, this.threads, this.cancellation) = (objective, sample, constraints, threads, cancellation);
        current = new Evaluation(objective.Channels, objective.Rows);
        trial = new Evaluation(objective.Channels, objective.Rows);
    }

    /// <summary>Value at the point reached.</summary>
    public double Value => current.Value;

    /// <summary>Residual at the point reached.</summary>
    public double Residual { get; private set; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Goes from x to where the residual is within the tolerance, or where rounding allows no better.</summary>
    /// <exception cref="RefitRefusedException">Without regularisation, the loss falls forever along some line.</exception>
    public double[] Run(double[] x, double tolerance)
    {
        objective.Round(x);
        objective.Evaluate(x, current);
        RefuseEndless(new double[objective.Rows], current.Margins);
        var before = double.PositiveInfinity;
        for (Residual = constraints.Residual(x, current.Gradient); Residual > tolerance && Steps < MaxSteps; Steps++)
        {
            Renew(x, slow: Residual > SlowStep * before);
            before = Residual;
            var next = Step(x);
            if (next is null)
                break;
            RefuseEndless(current.Margins, trial.Margins);
            model.Learn(Difference(next, x), Difference(trial.Gradient, current.Gradient));
            (x, current, trial) = (next, trial, current);
            Residual = constraints.Residual(x, current.Gradient);
        }

        return x;
    }

    private void Renew(double[] x, bool slow)
    {
        var set = constraints.WorkingSet(x, current.Gradient, Residual);
        age++;
        if (set.Length > CheapSet && !(slow && age > OldSteps) && !set.Except(model.Set).Any())
            return;

        age = 0;
        var (rows, statistics) = sample is null ? (objective.Source, objective.Statistics) : (sample.Rows, sample.Statistics);
        var margins = sample is null ? current.Margins : Array.ConvertAll(sample.Numbers, row => current.Margins[row]);
        model.Renew(set, CurvatureMatrix.Of(rows, statistics, margins, set, objective.L2, threads, cancellation), isExact: sample is null);
    }

    /// <summary>The next point, evaluated in <see cref="trial"/>; null when no step lowers the objective by more than its rounding.</summary>
    private double[]? Step(double[] x)
    {
        var target = model.Minimise(x, current.Gradient, Residual, constraints, threads, cancellation);
        objective.Round(target);
        objective.Evaluate(target, trial);
        if (IsSufficient(x, target, trial.Value))
            return target;

        var margins = new double[objective.Rows];
        for (var share = 0.5; share > 1e-10; share /= 2)
        {
            var point = Between(x, target, share);
            for (var i = 0; i < margins.Length; i++)
                margins[i] = current.Margins[i] + share * (trial.Margins[i] - current.Margins[i]);
            if (!IsSufficient(x, point, objective.Value(point, margins)))
                continue;
            objective.Round(point);
            objective.Evaluate(point, trial);
            return point;
        }

        return null;
    }

    private bool IsSufficient(double[] x, double[] point, double value)
    {
        var slope = 0.0;
        for (var c = 0; c < x.Length; c++)
            slope += current.Gradient[c] * (point[c] - x[c]);
        return slope < 0 && value <= current.Value + Sufficient * slope + ValueNoise * Math.Abs(current.Value);
    }

    private void RefuseEndless(double[] from, double[] to)
    {
        if (objective.L2 == 0 && objective.IsEndless(from, to))
            throw new RefitRefusedException(RefitRefusal.Separable, "A head separates the classes, or part of them, without any error: without regularisation there is no optimum. Set L2 above 0.");
    }

    private static double[] Between(double[] from, double[] to, double share) => [.. from.Zip(to, (a, b) => a + share * (b - a))];

    private static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
