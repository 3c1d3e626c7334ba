using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Heatmaps;

/// <summary>EXIF orientations 1..8 on sizes, boxes and grids: stored pixels to upright ones. Anything else counts as 1.</summary>
public static class Orientation
{
    /// <summary>Size of the upright image.</summary>
    public static (int Width, int Height) Upright(int width, int height, int orientation) => Swaps(orientation) ? (height, width) : (width, height);

    /// <summary>The box of stored pixels that becomes a box of the upright image.</summary>
    /// <param name="box">Inside the upright image.</param>
    /// <param name="width">Of the stored image.</param>
    /// <param name="height">Of the stored image.</param>
    /// <param name="orientation">1..8.</param>
    public static CropBox ToStored(CropBox box, int width, int height, int orientation)
    {
        var (x1, y1) = ToStored(box.X, box.Y, width, height, orientation);
        var (x2, y2) = ToStored(box.X + box.Width - 1, box.Y + box.Height - 1, width, height, orientation);
        return new CropBox(Math.Min(x1, x2), Math.Min(y1, y2), Math.Abs(x1 - x2) + 1, Math.Abs(y1 - y2) + 1);
    }

    /// <summary>The upright box of a box of stored pixels.</summary>
    /// <param name="box">Inside the stored image.</param>
    /// <param name="width">Of the stored image.</param>
    /// <param name="height">Of the stored image.</param>
    /// <param name="orientation">1..8.</param>
    public static CropBox ToUpright(CropBox box, int width, int height, int orientation)
    {
        var (w, h) = Upright(width, height, orientation);
        return ToStored(box, w, h, Inverse(orientation));
    }

    /// <summary>A grid turned upright.</summary>
    /// <param name="grid">[height, width], row by row.</param>
    /// <param name="width">Stored columns.</param>
    /// <param name="height">Stored rows.</param>
    /// <param name="orientation">1..8.</param>
    public static T[] Turn<T>(ReadOnlySpan<T> grid, int width, int height, int orientation)
    {
        var (w, h) = Upright(width, height, orientation);
        var turned = new T[grid.Length];
        for (var y = 0; y < h; y++)
            for (var x = 0; x < w; x++)
            {
                var (column, row) = ToStored(x, y, width, height, orientation);
                turned[y * w + x] = grid[row * width + column];
            }

        return turned;
    }

    private static bool Swaps(int orientation) => orientation is >= 5 and <= 8;

    private static int Inverse(int orientation) => orientation switch { 6 => 8, 8 => 6, _ => orientation };

    /// <summary>Where an upright pixel is stored.</summary>
    private static (int X, int Y) ToStored(int x, int y, int width, int height, int orientation) => orientation switch
    {
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        8 => (width - 1 - y, x),
        _ => (x, y),
    };
}
