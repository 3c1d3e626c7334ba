using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Evaluation;

/// <summary>Which pixels of an image were edited: the truth that an evidence map is compared with. Immutable.</summary>
public sealed class EditMask
{
    private readonly bool[] edited;

    /// <summary>Makes a mask.</summary>
    /// <param name="width">Pixels, >= 1.</param>
    /// <param name="height">Pixels, >= 1.</param>
    /// <param name="edited">[height x width], row-major; copied.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width x height.</exception>
    public EditMask(int width, int height, ReadOnlySpan<bool> edited)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (edited.Length != (long)width * height) throw new ArgumentException($"{edited.Length} pixels for a mask of {width} x {height}.", nameof(edited));
        (Width, Height, this.edited) = (width, height, edited.ToArray());
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>[height x width], row-major.</summary>
    public ReadOnlySpan<bool> Edited => edited;

    /// <summary>Share of edited pixels, 0..1.</summary>
    public double Share => (double)edited.AsSpan().Count(true) / edited.Length;

    /// <summary>Reads a mask picture: bright (mean of R, G, B at least 128) = edited.</summary>
    /// <param name="image">The decoded mask picture.</param>
    /// <param name="darkIsEdited">Dark = edited instead.</param>
    public static EditMask FromImage(RgbImage image, bool darkIsEdited = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        var pixels = image.Pixels;
        var edited = new bool[image.Width * image.Height];
        for (var i = 0; i < edited.Length; i++) edited[i] = pixels[3 * i] + pixels[3 * i + 1] + pixels[3 * i + 2] >= 3 * 128 != darkIsEdited;
        return new EditMask(image.Width, image.Height, edited);
    }

    /// <summary>Cuts a box out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The box reaches beyond the mask.</exception>
    public EditMask Crop(CropBox box)
    {
        box.CheckInside(Width, Height);
        var cut = new bool[box.Width * box.Height];
        for (var y = 0; y < box.Height; y++)
            edited.AsSpan((box.Y + y) * Width + box.X, box.Width).CopyTo(cut.AsSpan(y * box.Width));
        return new EditMask(box.Width, box.Height, cut);
    }

    /// <summary>A mask of the upright picture as people see it, laid on the stored pixels, which are never turned.</summary>
    /// <param name="exifOrientation">Of the file, 1..8.</param>
    public EditMask ToStored(int exifOrientation) => Turn(exifOrientation, toStored: true);

    /// <summary>A mask of the stored pixels, turned as viewers turn the picture.</summary>
    /// <param name="exifOrientation">Of the file, 1..8.</param>
    public EditMask ToUpright(int exifOrientation) => Turn(exifOrientation, toStored: false);

    /// <summary>Brings the mask to the size of a resized image: each pixel takes the value at its centre.</summary>
    /// <param name="width">Pixels, >= 1.</param>
    /// <param name="height">Pixels, >= 1.</param>
    public EditMask Resize(int width, int height)
    {
        if (width == Width && height == Height) return this;
        var resized = new bool[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = (int)((y + 0.5) * Height / height) * Width;
            for (var x = 0; x < width; x++) resized[y * width + x] = edited[row + (int)((x + 0.5) * Width / width)];
        }

        return new EditMask(width, height, resized);
    }

    private EditMask Turn(int exifOrientation, bool toStored)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exifOrientation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exifOrientation, 8);
        if (exifOrientation == 1)
            return this;
        var (width, height) = exifOrientation > 4 ? (Height, Width) : (Width, Height); // of the result
        var (uprightWidth, uprightHeight) = toStored ? (Width, Height) : (width, height);
        var turned = new bool[edited.Length];
        for (var y = 0; y < uprightHeight; y++)
        {
            for (var x = 0; x < uprightWidth; x++)
            {
                var (right, bottom) = (uprightWidth - 1 - x, uprightHeight - 1 - y);
                var (storedX, storedY) = exifOrientation switch // Exif 2.32, tag 0x0112
                {
                    2 => (right, y),
                    3 => (right, bottom),
                    4 => (x, bottom),
                    5 => (y, x),
                    6 => (y, right),
                    7 => (bottom, right),
                    _ => (bottom, x),
                };
                var (upright, stored) = (y * uprightWidth + x, storedY * (exifOrientation > 4 ? uprightHeight : uprightWidth) + storedX);
                if (toStored)
                    turned[stored] = edited[upright];
                else
                    turned[upright] = edited[stored];
            }
        }

        return new EditMask(width, height, turned);
    }
}
