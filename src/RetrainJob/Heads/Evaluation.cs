namespace StayPositive.RetrainJob.Heads;

/// <summary>An objective at a point.</summary>
/// <param name="channels">C.</param>
/// <param name="rows">Number of rows.</param>
internal sealed class Evaluation(int channels, int rows)
{
    /// <summary>Loss and penalty.</summary>
    public double Value { get; set; }

    /// <summary>[C + 1], the bias last.</summary>
    public double[] Gradient { get; } = new double[channels + 1];

    /// <summary>[rows], w . z + b.</summary>
    public double[] Margins { get; } = new double[rows];
}
