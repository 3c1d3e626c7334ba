using System.Numerics;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Evaluation;

/// <summary>
/// 64-bit difference hash of a picture: its mean brightness on a grid of 9 x 8, bit = darker than the right neighbour. Re-encoded, resized and slightly edited copies differ in a few bits only, so
/// that they can be kept on one side of a split. Mirrored and rotated copies do not match.
/// </summary>
public static class DifferenceHash
{
    private const int Columns = 9;
    private const int Rows = 8;

    /// <summary>Hash of a picture; best of a thumbnail, as every pixel is read.</summary>
    public static ulong Of(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var hash = 0UL;
        for (var row = 0; row < Rows; row++)
        {
            var left = Mean(image, 0, row);
            for (var column = 1; column < Columns; column++)
            {
                var right = Mean(image, column, row);
                hash = hash << 1 | (left < right ? 1UL : 0);
                left = right;
            }
        }

        return hash;
    }

    /// <summary>Bits that differ, 0..64.</summary>
    public static int Distance(ulong a, ulong b) => BitOperations.PopCount(a ^ b);

    /// <summary>Mean luma (weights of ITU-R BT.601) of a cell of the grid; of one pixel where the picture is smaller than the grid.</summary>
    private static double Mean(RgbImage image, int column, int row)
    {
        var (left, top) = (column * image.Width / Columns, row * image.Height / Rows);
        var (right, bottom) = (Math.Max(left + 1, (column + 1) * image.Width / Columns), Math.Max(top + 1, (row + 1) * image.Height / Rows));
        var sum = 0L;
        for (var y = top; y < bottom; y++)
        {
            var line = image.Row(y);
            for (var x = left; x < right; x++)
                sum += 299 * line[3 * x] + 587 * line[3 * x + 1] + 114 * line[3 * x + 2];
        }

        return (double)sum / ((right - left) * (bottom - top));
    }
}
