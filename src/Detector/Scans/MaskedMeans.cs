using System.Numerics.Tensors;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Features;

namespace StayPositive.Detector.Scans;

/// <summary>Sums features over all cells, over the cells of a mask by the share of their pixels that is masked, and over the cells that the mask does not touch.</summary>
internal sealed class MaskedMeans
{
    private readonly CellGrid cells;
    private readonly int channels;
    private readonly TileShape tile;
    private readonly float[]? inside;
    private readonly float[]? outside;
    private readonly double[] wholeSums;
    private readonly double[] insideSums;
    private readonly double[] outsideSums;

    public MaskedMeans(CellGrid cells, int channels, TileShape tile, bool[]? mask)
    {
        this.cells = cells;
        this.channels = channels;
        this.tile = tile;
        (wholeSums, insideSums, outsideSums) = (new double[channels], new double[channels], new double[channels]);
        if (mask is null)
            return;
        if (mask.Length != cells.Width * cells.Height)
            throw new ArgumentException($"The mask has {mask.Length} pixels, the image {cells.Width} x {cells.Height}.", nameof(mask));

        var shares = Shares(mask);
        inside = shares; // weighed by area, so that an edit smaller than a cell counts, too
        outside = shares.Select(share => share == 0 ? 1f : 0).ToArray();
    }

    public bool Add(ReadOnlySpan<float> features, int row, int column)
    {
        var height = Math.Min(tile.Rows, cells.Rows - row);
        var width = Math.Min(tile.Columns, cells.Columns - column);
        for (var c = 0; c < channels; c++)
        {
            for (var i = 0; i < height; i++)
            {
                var line = features.Slice((c * tile.Rows + i) * tile.Columns, width);
                wholeSums[c] += TensorPrimitives.Sum(line);
                if (inside is null)
                    continue;
                var from = (row + i) * cells.Columns + column;
                insideSums[c] += TensorPrimitives.Dot(line, inside.AsSpan(from, width));
                outsideSums[c] += TensorPrimitives.Dot(line, outside.AsSpan(from, width));
            }
        }

        return true;
    }

    public FeatureRows Rows() => new(
        Mean(wholeSums, cells.Columns * cells.Rows)!, Mean(insideSums, inside?.Sum() ?? 0), Mean(outsideSums, outside?.Sum() ?? 0));

    private static FeatureVector? Mean(double[] sums, float count) =>
        count == 0 ? null : new FeatureVector(sums.Select(sum => (float)(sum / count)).ToArray());

    private float[] Shares(bool[] mask)
    {
        var shares = new float[cells.Columns * cells.Rows];
        for (var cell = 0; cell < shares.Length; cell++)
        {
            var (top, left) = (cell / cells.Columns * cells.Stride, cell % cells.Columns * cells.Stride);
            var (count, masked) = (0, 0);
            for (var y = top; y < Math.Min(top + cells.Stride, cells.Height); y++)
            {
                for (var x = left; x < Math.Min(left + cells.Stride, cells.Width); x++)
                {
                    count++;
                    masked += mask[y * cells.Width + x] ? 1 : 0;
                }
            }

            shares[cell] = (float)masked / count;
        }

        return shares;
    }
}
