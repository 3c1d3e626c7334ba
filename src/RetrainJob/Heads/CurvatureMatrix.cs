using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// The Hessian of the objective over some channels: A'A + L2, where a row of A is the scaled row times the square root of its weight times p (1 - p). Blocks of rows are packed into panels
/// of channels; each pair of panels is one piece of work, so that the sums do not depend on the number of threads.
/// </summary>
internal sealed class CurvatureMatrix
{
    /// <summary>Blocks that are packed before their products are taken: a few MB.</summary>
    private const int PackedBlocks = 4;

    private readonly IFeatureRows rows;
    private readonly RowStatistics statistics;
    private readonly int[] set;
    private readonly float[] inverses;
    private readonly int panels;
    private readonly float[][] packed;
    private readonly double[][] products;

    private CurvatureMatrix(IFeatureRows rows, RowStatistics statistics, int[] set)
    {
        (this.rows, this.statistics, this.set) = (rows, statistics, set);
        inverses = Array.ConvertAll(set, c => c == rows.Channels ? 1 : (float)(1 / statistics.Rms[c]));
        panels = (set.Length + GramKernel.Width - 1) / GramKernel.Width;
        packed = [.. Enumerable.Range(0, PackedBlocks).Select(_ => new float[panels * GramKernel.BlockRows * GramKernel.Width])];
        products = [.. Enumerable.Range(0, panels * (panels + 1) / 2).Select(_ => new double[GramKernel.Width * GramKernel.Width])];
    }

    /// <param name="rows">Rows that stand for all.</param>
    /// <param name="statistics">Their weights and scaling.</param>
    /// <param name="margins">Their margins.</param>
    /// <param name="set">Channels; C is the bias.</param>
    /// <param name="l2">Added to the diagonal, but for the bias.</param>
    /// <param name="threads">Threads at work.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    /// <returns>[set, set], symmetric.</returns>
    public static double[] Of(IFeatureRows rows, RowStatistics statistics, double[] margins, int[] set, double l2, int threads, CancellationToken cancellation)
    {
        if (set.Length == 0)
            return [];
        var matrix = new CurvatureMatrix(rows, statistics, set);
        var blocks = (int)((rows.Rows + GramKernel.BlockRows - 1) / GramKernel.BlockRows);
        for (var start = 0; start < blocks; start += PackedBlocks)
        {
            var (first, count) = (start, Math.Min(PackedBlocks, blocks - start));
            Partitions.Run(count, threads, (block, buffer) => matrix.Pack(first + block, margins, matrix.packed[block], buffer), cancellation);
            Partitions.Run(matrix.panels, threads, (panel, _) => matrix.Multiply(panel, first, count), cancellation);
        }

        return matrix.Unpack(l2);
    }

    private int RowsOf(int block) => (int)Math.Min(GramKernel.BlockRows, rows.Rows - (long)block * GramKernel.BlockRows);

    private void Pack(int block, double[] margins, float[] target, FeatureBuffer buffer)
    {
        var first = block * GramKernel.BlockRows;
        var features = rows.Read(first, RowsOf(block), buffer);
        var row = new float[rows.Channels + 1];
        row[^1] = 1;
        for (var r = 0; r < features.Rows; r++)
        {
            var p = Logistic.Sigmoid(margins[first + r]);
            if (features.IsHalf)
                TensorPrimitives.ConvertToSingle(features.Halves.Slice(r * rows.Channels, rows.Channels), row);
            else
                features.Singles.Slice(r * rows.Channels, rows.Channels).CopyTo(row);
            Pack(row, (float)Math.Sqrt(statistics.Weight(first + r) * p * (1 - p)), target.AsSpan(r * GramKernel.Width));
        }
    }

    /// <summary>Spreads a row over the panels; the columns beyond the last channel stay zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float[] row, float root, Span<float> target)
    {
        for (var k = 0; k < set.Length; k += GramKernel.Width)
        {
            var panel = target.Slice(k * GramKernel.BlockRows, Math.Min(GramKernel.Width, set.Length - k));
            for (var i = 0; i < panel.Length; i++)
                panel[i] = row[set[k + i]] * inverses[k + i] * root;
        }
    }

    private void Multiply(int panel, int first, int count)
    {
        for (var block = 0; block < count; block++)
        {
            var length = RowsOf(first + block) * GramKernel.Width;
            for (var other = 0; other <= panel; other++)
                GramKernel.Add(Panel(block, panel, length), Panel(block, other, length), products[panel * (panel + 1) / 2 + other]);
        }
    }

    private ReadOnlySpan<float> Panel(int block, int panel, int length) => packed[block].AsSpan(panel * GramKernel.BlockRows * GramKernel.Width, length);

    private double[] Unpack(double l2)
    {
        var n = set.Length;
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var (p, q) = (i / GramKernel.Width, j / GramKernel.Width);
                matrix[i * n + j] = matrix[j * n + i] = products[p * (p + 1) / 2 + q][i % GramKernel.Width * GramKernel.Width + j % GramKernel.Width];
            }

        for (var i = 0; i < n; i++)
            matrix[i * n + i] += set[i] == rows.Channels ? 0 : l2;
        return matrix;
    }
}
