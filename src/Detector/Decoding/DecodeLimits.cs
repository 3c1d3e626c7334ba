namespace StayPositive.Detector.Decoding;

/// <summary>What is too large or too small to be decoded. Looked up in the header, before any pixel is decoded.</summary>
public sealed record DecodeLimits
{
    /// <summary>Largest file in MB (10^6 bytes), 1..2000.</summary>
    public int MaxMegabytes { get; init; } = 100;

    /// <summary>Largest width x height in megapixels, 1..700 (an array holds no more).</summary>
    public int MaxMegapixels { get; init; } = 100;

    /// <summary>
    /// Memory in MB (10^6 bytes) that the decoding of one image may take besides its file and some strips of rows, 16..16000. Baseline JPEG, plain PNG and BMP are
    /// decoded strip by strip and need none; all others are decoded whole, which bounds their size: a progressive JPEG needs 6 bytes a pixel.
    /// </summary>
    public int MemoryMegabytes { get; init; } = 512;

    /// <summary>Largest number of frames x width x height of an animation in megapixels, 1..100000: all frames up to the last must be drawn to see the last.</summary>
    public int MaxAnimationMegapixels { get; init; } = 1000;

    /// <summary>Largest number of frames of an animation, or of pages of a TIFF, 1..1000000.</summary>
    public int MaxFrames { get; init; } = 5000;

    /// <summary>Longest side in pixels, 8..65535.</summary>
    public int MaxSide { get; init; } = 30000;

    /// <summary>Shortest side in pixels, 1..1024.</summary>
    public int MinSide { get; init; } = 8;

    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range; the message names it.</exception>
    public void Check()
    {
        Within(MaxMegabytes, 1, 2000, nameof(MaxMegabytes));
        Within(MaxMegapixels, 1, 700, nameof(MaxMegapixels));
        Within(MemoryMegabytes, 16, 16000, nameof(MemoryMegabytes));
        Within(MaxAnimationMegapixels, 1, 100000, nameof(MaxAnimationMegapixels));
        Within(MaxFrames, 1, 1_000_000, nameof(MaxFrames));
        Within(MaxSide, 8, 65535, nameof(MaxSide));
        Within(MinSide, 1, 1024, nameof(MinSide));
    }

    private static void Within(int value, int low, int high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be between {low} and {high}.");
    }
}
