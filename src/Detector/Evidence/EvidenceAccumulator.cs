using System.Numerics.Tensors;
using StayPositive.Detector.Features;

namespace StayPositive.Detector.Evidence;

/// <summary>
/// Takes the features of an image tile by tile and keeps only sums: z per channel, features per block of cells, and each head's evidence per cell.
/// </summary>
internal sealed class EvidenceAccumulator : IDisposable
{
    /// <summary>
    /// A window's logit is judged by its features, its place in the region by the map: the two sums differ by their rounding, which this share covers, so that a
    /// window that passes always has a region.
    /// </summary>
    private const double Rounding = 1e-4;

    private readonly CellGrid cells;
    private readonly int channels;
    private readonly TileShape tile;
    private readonly IReadOnlyList<NonNegativeHead> heads;
    private readonly BlockGrid blocks;
    private readonly double[] sums;
    private readonly NativeBuffer<float> blockSums;
    private readonly float[][] maps;

    public EvidenceAccumulator(CellGrid cells, int channels, TileShape tile, IReadOnlyList<NonNegativeHead> heads)
    {
        this.cells = cells;
        this.channels = channels;
        this.tile = tile;
        this.heads = heads;
        blocks = BlockGrid.For(cells.Columns, cells.Rows);
        sums = new double[channels];
        blockSums = new NativeBuffer<float>(checked(channels * BlockCount));
        maps = heads.Select(_ => new float[cells.Columns * cells.Rows]).ToArray();
    }

    /// <summary>Bytes for an image with one head: block sums, and per cell the map, its integral and what is painted from it.</summary>
    public static long MemoryFor(CellGrid cells, int channels)
    {
        var blocks = BlockGrid.For(cells.Columns, cells.Rows);
        return sizeof(float) * (long)channels * blocks.Columns * blocks.Rows + 4L * sizeof(float) * cells.Columns * cells.Rows;
    }

    private int BlockCount => blocks.Columns * blocks.Rows;

    private double CellCount => (double)cells.Columns * cells.Rows;

    /// <summary>Evidence of the first head so far / all cells + bias: what comes later can only add to it.</summary>
    public double LowerBound { get; private set; } = double.NegativeInfinity;

    /// <summary>Adds a tile.</summary>
    /// <param name="features">[C, tile rows, tile columns], finite and >= 0.</param>
    /// <param name="row">First cell down.</param>
    /// <param name="column">First cell across.</param>
    public void Add(ReadOnlySpan<float> features, int row, int column)
    {
        var height = Math.Min(tile.Rows, cells.Rows - row);
        var width = Math.Min(tile.Columns, cells.Columns - column);
        for (var c = 0; c < channels; c++)
        {
            var plane = features.Slice(c * tile.Cells, tile.Cells);
            for (var i = 0; i < height; i++)
            {
                var line = plane.Slice(i * tile.Columns, width);
                sums[c] += TensorPrimitives.Sum(line);
                AddToBlocks(line, c, row + i, column);
                for (var h = 0; h < maps.Length; h++)
                {
                    var weight = heads[h].Weights[c];
                    if (weight == 0)
                        continue;
                    var evidence = maps[h].AsSpan((row + i) * cells.Columns + column, width);
                    TensorPrimitives.MultiplyAdd(line, weight, evidence, evidence);
                }
            }
        }

        LowerBound = heads.Count == 0 ? double.NegativeInfinity : Logit(heads[0]);
    }

    /// <summary>True for the tile after which the map is whole.</summary>
    public bool IsLast(int row, int column) => row + tile.Rows >= cells.Rows && column + tile.Columns >= cells.Columns;

    /// <summary>z, [C].</summary>
    public FeatureVector Features()
    {
        var z = new float[channels];
        for (var c = 0; c < channels; c++)
            z[c] = (float)(sums[c] / CellCount);
        return new FeatureVector(z);
    }

    /// <summary>w . z + b from the double sums.</summary>
    public double Logit(NonNegativeHead head)
    {
        var sum = 0.0;
        for (var c = 0; c < channels; c++)
            sum += head.Weights[c] * sums[c];
        return sum / CellCount + head.Bias;
    }

    /// <summary>The evidence map of a head.</summary>
    public EvidenceMap Map(int head) => new(cells.Columns, cells.Rows, maps[head]);

    /// <summary>The best window of each size that fits.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="sizes">Nominal sides in pixels.</param>
    public IReadOnlyList<EvidenceWindow> BestWindows(int head, IReadOnlyList<int> sizes)
    {
        var integral = WindowSearch.Integral(BlockEvidence(maps[head]), blocks);
        var windows = new List<EvidenceWindow>();
        foreach (var size in sizes)
        {
            if (blocks.WindowSide(size, cells.Stride) is { } side && WindowSearch.Best(integral, blocks, side) is { } best)
                windows.Add(Window(heads[head], size, side, best.Column, best.Row));
        }

        return windows;
    }

    /// <summary>The part of the image that the windows above their thresholds point at; see <see cref="RegionBlocks"/>.</summary>
    /// <param name="head">Index of the head.</param>
    /// <param name="thresholds">Logit by window size in pixels.</param>
    public CoveredCells Covered(int head, IEnumerable<KeyValuePair<int, float>> thresholds)
    {
        var step = cells.Stride * blocks.CellsPerBlock;
        var evidence = thresholds
            .Where(pair => pair.Key % step == 0)
            .OrderBy(pair => pair.Key)
            .Select(pair => (pair.Key / step, Least(pair.Value, heads[head].Bias)));
        var region = RegionBlocks.Find(WindowSearch.Integral(BlockEvidence(maps[head]), blocks), blocks, evidence);
        var covered = new bool[cells.Columns * cells.Rows];
        for (var row = 0; row < cells.Rows; row++)
            for (var column = 0; column < cells.Columns; column++)
                covered[row * cells.Columns + column] = region[row / blocks.CellsPerBlock * blocks.Columns + column / blocks.CellsPerBlock];
        return new CoveredCells(cells.Columns, cells.Rows, covered);
    }

    public void Dispose() => blockSums.Dispose();

    /// <summary>Mean evidence of a cell from which on a window passes.</summary>
    private static double Least(double threshold, double bias) => threshold - bias - Rounding * Math.Max(1, Math.Abs(threshold - bias));

    private void AddToBlocks(ReadOnlySpan<float> line, int channel, int row, int column)
    {
        var b = blocks.CellsPerBlock;
        var target = blockSums.Span.Slice(channel * BlockCount + row / b * blocks.Columns, blocks.Columns);
        var (block, left) = (column / b, b - column % b);
        for (var j = 0; j < line.Length; left = b)
        {
            var end = Math.Min(line.Length, j + left);
            var sum = 0f;
            for (; j < end; j++)
                sum += line[j];
            target[block++] += sum;
        }
    }

    private double[] BlockEvidence(float[] map)
    {
        var evidence = new double[BlockCount];
        for (var row = 0; row < cells.Rows; row++)
            for (var column = 0; column < cells.Columns; column++)
                evidence[row / blocks.CellsPerBlock * blocks.Columns + column / blocks.CellsPerBlock] += map[row * cells.Columns + column];
        return evidence;
    }

    private EvidenceWindow Window(NonNegativeHead head, int size, int side, int column, int row)
    {
        var count = (double)blocks.CellsAcross(column, side) * blocks.CellsDown(row, side);
        var z = new float[channels];
        for (var c = 0; c < channels; c++)
        {
            var sum = 0.0;
            for (var r = row; r < row + side; r++)
                sum += TensorPrimitives.Sum<float>(blockSums.Span.Slice(c * BlockCount + r * blocks.Columns + column, side));
            z[c] = (float)(sum / count);
        }

        var features = new FeatureVector(z);
        var step = cells.Stride * blocks.CellsPerBlock;
        var (x, y) = (column * step, row * step);
        return new EvidenceWindow(
            x, y, Math.Min(side * step, cells.Width - x), Math.Min(side * step, cells.Height - y), size, head.Logit(features), features);
    }
}
